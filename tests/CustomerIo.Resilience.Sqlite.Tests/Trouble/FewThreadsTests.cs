using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Torture.Producing;
using CustomerIo.Resilience.Torture.Running;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>
/// Two hundred callers enqueue at once, each call stored first, in a process whose thread pool has four threads and cannot grow.
/// </summary>
public sealed class FewThreadsTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_all_come_back(bool isDown)
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        if (isDown)
        {
            await simulator.StopAsync();
        }

        ProducerArguments arguments = new(
            simulator.TrackAddress, _folder.NewFile(), Seed: 1, Operations: 200, People: 50, Durability.WriteAhead, SqliteSynchronous.Normal);
        using ProducerProcess process = ProducerProcess.Start(Crowd.Role, arguments);

        string? said = await process.ReadLineAsync().WaitAsync(Guard);

        said.ShouldBe($"{Receipts.Done} 200 True{Receipts.EndMark}");
    }
}
