using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Mixed.Producing;
using CustomerIo.Resilience.Torture.Mixed.Reconciling;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>What the producers said, in the order they said it.</summary>
internal sealed class MixedLedger(MixedPlan plan)
{
    private readonly SortedDictionary<int, Call> _calls = [];
    private readonly int[] _done = new int[plan.Circles.Streams];
    private readonly SortedDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private int _lines;

    public IReadOnlyCollection<Call> Calls => _calls.Values;

    /// <summary>How many calls of each stream were answered.</summary>
    public IReadOnlyList<int> Done => _done;

    /// <summary>How often each answer came.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>What was a dead letter at some time.</summary>
    public HashSet<string> Letters { get; } = new(StringComparer.Ordinal);

    /// <summary>What is a dead letter in the end.</summary>
    public HashSet<string> LastLetters { get; } = new(StringComparer.Ordinal);

    /// <summary>What the store still has in the end.</summary>
    public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>How much waits in memory in the end.</summary>
    public int InMemory { get; private set; }

    public List<string> Notes { get; } = [];

    /// <summary>Takes a line of a producer; one that a kill cut off says nothing.</summary>
    public void Add(int life, string line)
    {
        if (!line.EndsWith(Receipts.EndMark))
        {
            return;
        }

        _lines++;
        switch (line.TrimEnd(Receipts.EndMark).Split(' '))
        {
            case [Words.Before, var id, var ticks]:
                Begin(life, Number(id), Time(ticks));
                break;
            case [Words.After, var id, var what, var ticks]:
                End(Number(id), what, Time(ticks));
                break;
            case [Words.Letter, var token]:
                Letters.Add(token);
                break;
            case [Words.LastLetter, var token]:
                Letters.Add(token);
                LastLetters.Add(token);
                break;
            case [Words.Kept, var token]:
                Kept.Add(token);
                break;
            case [Words.InMemory, var count]:
                InMemory = Number(count);
                break;
            case [Words.Note, .. var note]:
                Notes.Add(string.Join(' ', note));
                break;
        }
    }

    private void Begin(int life, int id, DateTime at)
    {
        Call before = _calls.TryGetValue(id, out Call? known)
            ? known
            : new Call { Step = plan[id], FirstBefore = _lines };
        _calls[id] = before with { CalledAt = at, Life = life, IsRepeated = known is not null };
    }

    private void End(int id, string what, DateTime at)
    {
        _calls[id] = _calls[id] with { After = _lines, Answer = what, AnsweredAt = at };
        _done[plan[id].Stream]++;
        _answers[what] = _answers.GetValueOrDefault(what) + 1;
    }

    private static DateTime Time(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
