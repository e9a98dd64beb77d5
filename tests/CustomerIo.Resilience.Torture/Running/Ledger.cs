using CustomerIo.Resilience.Torture.Planning;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Torture.Running;

/// <summary>Which calls were answered, and which of the answers were promises.</summary>
internal sealed class Ledger(Plan plan, Durability durability)
{
    private readonly List<Acknowledged> _acknowledged = [];
    private readonly SortedDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly int[] _next = [.. Enumerable.Repeat(1, plan.People)];

    public IReadOnlyList<Acknowledged> Acknowledged => _acknowledged;

    /// <summary>How many calls were not yet answered.</summary>
    public int Remaining => Enumerable.Range(0, plan.People).Sum(person => plan.Of(person).Count - _next[person] + 1);

    /// <summary>The number of each person's next call.</summary>
    public IReadOnlyList<int> Next => _next;

    /// <summary>How often each answer came.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public void Add(Receipt receipt)
    {
        if (receipt.Number != _next[receipt.Person])
        {
            throw new InvalidOperationException(
                $"Person {receipt.Person} is at number {_next[receipt.Person]}, and the producer says {receipt}.");
        }

        _next[receipt.Person]++;
        _answers[receipt.What] = _answers.GetValueOrDefault(receipt.What) + 1;
        if (IsPromise(receipt.What))
        {
            PlannedKind kind = plan.Of(receipt.Person)[receipt.Number - 1].Kind;
            _acknowledged.Add(new Acknowledged(
                receipt.Person, receipt.Number, kind, receipt.What is nameof(DeliveryStatus.Delivered)));
        }
    }

    // Without write-ahead, what waits in memory goes with the process, and the library says so.
    private bool IsPromise(string what) => Enum.TryParse(what, out DeliveryStatus status)
        && (status is DeliveryStatus.Delivered or DeliveryStatus.Stored or DeliveryStatus.Duplicate
            || (status is DeliveryStatus.Queued && durability is Durability.WriteAhead));
}
