using System.Globalization;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>One row of operations, and what has to have become of it.</summary>
internal sealed class Chain(int number, string row, VirtualBench bench)
{
    /// <summary>What the replayed dead letter carries.</summary>
    public const int LetterNumber = 99;

    private readonly List<Task> _calls = [];

    public int Number => number;

    public string Row => row;

    public Ulid Letter { get; set; }

    public string First => string.Create(CultureInfo.InvariantCulture, $"a-{number}");

    public bool IsAnswered => _calls.TrueForAll(static call => call.IsCompleted);

    private string Second => string.Create(CultureInfo.InvariantCulture, $"b-{number}");

    public static int NumberOf(AcceptedOperation operation)
    {
        string id = operation.Type == "object" ? operation.Target! : operation.Person.Value;
        return int.Parse(id.AsSpan(id.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
    }

    public void Call(int step) => _calls.Add(row[step] switch
    {
        'a' => bench.Client.TrackAsync(First, "step", new() { ["n"] = step }),
        'b' => bench.Client.TrackAsync(Second, "step", new() { ["n"] = step }),
        'x' => bench.Client.TrackAsync(First, "step", Ailments.Bad(step)),
        'm' => bench.Client.MergeAsync(First, Second),
        'w' => bench.Client.MergeAsync(Second, First),
        'd' => bench.Client.DeleteAsync(First),
        'o' => bench.Client.IdentifyObjectAsync(
            ObjectId.Of(1, string.Create(CultureInfo.InvariantCulture, $"o{step}-{number}")), people: [new PersonRelationship(First)]),
        'r' => bench.Bench.DeadLetters.ReplayAsync(Letter),
        _ => throw new InvalidOperationException(row),
    });

    public void ShouldHaveArrived(IEnumerable<AcceptedOperation> operations)
    {
        List<int> steps = [];
        int merges = 0;
        int deletes = 0;
        foreach (AcceptedOperation operation in operations)
        {
            steps.Add(operation.Action switch
            {
                "merge" => StepOf("mw", merges++),
                "delete" => StepOf("d", deletes++),
                "identify" => int.Parse(operation.Target.AsSpan("1/o".Length, 1), CultureInfo.InvariantCulture),
                _ => operation.Attributes.GetProperty("n").GetInt32(),
            });
        }

        string what = $"{row}, of which {string.Join(' ', steps)} arrived";
        Check(steps, step => row[step] is not ('b' or 'o' or 'r'), what);
        Check(steps, step => row[step] is 'b' or 'm' or 'w', what);
        CheckAround('o', steps, what);
        int erased = row.LastIndexOf('d');
        for (int step = 0; step < row.Length; step++)
        {
            bool mayBeGone = (step < erased && row[step] is 'a' or 'x' or 'o') || row[step] == 'r';
            (mayBeGone || steps.Contains(step)).ShouldBeTrue($"step {step} of {what}");
        }

        int letter = steps.IndexOf(LetterNumber);
        (letter < 0 || !steps.Take(letter).Any(step => step < row.Length && row[step] == 'd')).ShouldBeTrue(what);
    }

    // Of those that share a key, none overtakes another.
    private void Check(List<int> steps, Func<int, bool> isOfKey, string what)
    {
        int[] ofKey = [.. steps.Where(step => step < row.Length && isOfKey(step))];
        ofKey.ShouldBe(ofKey.Order().Distinct(), what);
    }

    // Objects pass each other; only what is about the person they name keeps its order with them.
    private void CheckAround(char naming, List<int> steps, string what)
    {
        foreach (int named in steps.Where(step => step < row.Length && row[step] == naming))
        {
            Check(steps, step => step == named || row[step] is 'd' or 'm' or 'w', what);
        }
    }

    private int StepOf(string letters, int occurrence)
    {
        int step = -1;
        for (int seen = 0; seen <= occurrence; seen++)
        {
            step = row.AsSpan(step + 1).IndexOfAny(letters) + step + 1;
        }

        return step;
    }
}
