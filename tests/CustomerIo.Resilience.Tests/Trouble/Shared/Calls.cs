using System.Globalization;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>Calls and, for each person, the order they were made in.</summary>
internal sealed class Calls(VirtualBench bench)
{
    private readonly Dictionary<string, List<string>> _called = [];
    private readonly List<Task<DeliveryResult>> _results = [];
    private int _number;

    public void Track(string person)
    {
        Note(person, (++_number).ToString(CultureInfo.InvariantCulture));
        _results.Add(bench.Client.TrackAsync(person, "step", new() { ["n"] = _number }));
    }

    public void Merge(string primary, string secondary)
    {
        Note(primary, $"{primary}>{secondary}");
        Note(secondary, $"{primary}>{secondary}");
        _results.Add(bench.Client.MergeAsync(primary, secondary));
    }

    public Task<DeliveryResult[]> WhenAllAsync() => Task.WhenAll(_results);

    public void ShouldHaveArrivedInOrder()
    {
        foreach ((string person, List<string> called) in _called)
        {
            bench.Simulator.Operations
                .Where(static operation => !operation.IsDuplicate)
                .Select(operation => Text(operation, person))
                .OfType<string>()
                .ShouldBe(called, $"what Customer.io sees of {person}");
        }
    }

    private static string? Text(AcceptedOperation operation, string person) => operation switch
    {
        { Action: "merge" } when operation.Person.Value == person || operation.Target == person =>
            $"{operation.Person.Value}>{operation.Target}",
        { Action: "event" } when operation.Person.Value == person => operation.Attributes.GetProperty("n").GetRawText(),
        _ => null,
    };

    private void Note(string person, string what)
    {
        if (!_called.TryGetValue(person, out List<string>? list))
        {
            _called[person] = list = [];
        }

        list.Add(what);
    }
}
