using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart.Tests;

/// <summary>A file of operations that goes away with the test.</summary>
internal sealed class OperationsFile : IDisposable
{
    public OperationsFile(IEnumerable<string> lines) => File.WriteAllLines(Name, lines);

    public string Name { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ndjson");

    public static OperationsFile Invent(int count, int seed) => new(new OperationGenerator(seed).Lines(count));

    public void Dispose() => File.Delete(Name);
}
