namespace CustomerIo.Resilience.Torture.Planning;

/// <summary>
/// The stream of operations, which follows from seed and size alone, so that every process that is started issues the
/// same. Deletes, suppressions and what lifts those carry no number on the wire: they come in turns, so that which one
/// arrived can be told by its neighbours.
/// </summary>
internal sealed class Plan
{
    private const double ErasureShare = 0.015;
    private const double ErasedInTheEndShare = 0.1;
    private const double LiftedShare = 0.5;
    private const double BackgroundShare = 0.3;

    private readonly PlannedOperation[][] _people;

    public Plan(int seed, int operations, int people)
    {
        Operations = operations;
        _people = new PlannedOperation[people][];
        for (int person = 0; person < people; person++)
        {
            int count = (operations / people) + (person < operations % people ? 1 : 0);
            _people[person] = Draw(person, count, new Random(HashCode(seed, person)));
        }
    }

    public int Operations { get; }

    public int People => _people.Length;

    /// <summary>A person's operations, in order.</summary>
    public IReadOnlyList<PlannedOperation> Of(int person) => _people[person];

    private static PlannedOperation[] Draw(int person, int count, Random random)
    {
        PlannedOperation[] operations = new PlannedOperation[count];
        bool deletesNext = random.Next(2) == 0;
        bool isSuppressed = false;
        bool endsErased = random.NextDouble() < ErasedInTheEndShare;
        for (int index = 0; index < count; index++)
        {
            PlannedKind kind = random.Next(9) < 4 ? PlannedKind.Identify : PlannedKind.Event;
            if (isSuppressed)
            {
                isSuppressed = random.NextDouble() > LiftedShare;
                kind = isSuppressed ? kind : PlannedKind.Unsuppress;
            }
            else if (random.NextDouble() < ErasureShare || (endsErased && index == count - 1))
            {
                kind = deletesNext ? PlannedKind.Delete : PlannedKind.Suppress;
                isSuppressed = !deletesNext;
                deletesNext = !deletesNext;
            }

            bool isBackground = random.NextDouble() < BackgroundShare && kind.IsNumbered();
            operations[index] = new PlannedOperation(person, index + 1, kind, isBackground);
        }

        return operations;
    }

    // The framework's own hash codes differ from process to process.
    private static int HashCode(int seed, int person) => unchecked((seed * 1_000_003) + (person * 7919) + 17);
}
