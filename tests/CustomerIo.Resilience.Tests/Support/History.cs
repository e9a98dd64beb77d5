using System.Collections.Concurrent;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>
/// What a test has handed over, held against what the simulator has applied: nothing lost, nothing twice in effect, nothing
/// of one person out of order. Operations are events whose data has the number <c>n</c>, ascending for each person.
/// </summary>
internal sealed class History
{
    private readonly ConcurrentDictionary<Ulid, (string Person, int Number)> _accepted = new();
    private readonly ConcurrentDictionary<Ulid, RejectionReason> _rejected = new();

    public int Accepted => _accepted.Count;

    public IEnumerable<Ulid> RejectedIds => _rejected.Keys;

    public void Add(string person, int number, DeliveryResult result)
    {
        _accepted[result.OperationId] = (person, number);
        if (!result.IsAccepted)
        {
            _rejected[result.OperationId] = result.Reason;
        }
    }

    public void AddDeadLetters(IEnumerable<DeadLetter> letters)
    {
        foreach (DeadLetter letter in letters)
        {
            _rejected[letter.Operation.Id] = letter.Reason;
        }
    }

    /// <summary>Every accepted operation that is not rejected is at the server once, in the order of its person.</summary>
    public void ShouldBeAt(CustomerIoSimulator simulator, string because)
    {
        Dictionary<string, List<int>> applied = new(StringComparer.Ordinal);
        HashSet<Ulid> seen = [];
        int twice = 0;
        foreach (AcceptedOperation operation in simulator.Operations.Where(static operation => !operation.IsDuplicate))
        {
            if (operation.EventId is not { } id || !_accepted.TryGetValue(Ulid.Parse(id), out var what))
            {
                continue;
            }

            twice += seen.Add(Ulid.Parse(id)) ? 0 : 1;
            (applied.TryGetValue(what.Person, out List<int>? numbers) ? numbers : applied[what.Person] = []).Add(what.Number);
        }

        int lost = _accepted.Keys.Count(id => !seen.Contains(id) && !_rejected.ContainsKey(id));
        int reordered = applied.Values.Sum(static numbers => numbers.Zip(numbers.Skip(1)).Count(pair => pair.First > pair.Second));
        (lost, twice, reordered).ShouldBe((0, 0, 0), because);
    }
}
