using System.Security.Cryptography;
using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Damage;

/// <summary>
/// The bytes of a store's file and log as a killed process leaves them, one half of the commits only in the log, and what the
/// file had after each commit.
/// </summary>
public sealed class SampleFile : IAsyncLifetime
{
    private const int Commits = 120;

    private readonly TempFolder _folder = new();
    private readonly SortedDictionary<long, Operation> _waiting = [];
    private readonly SortedDictionary<long, DeadLetter> _letters = [];
    private readonly List<string> _states = [];

    internal byte[] Database { get; private set; } = [];

    /// <summary>The file as a store leaves it that was closed: with everything in it.</summary>
    internal byte[] Closed { get; private set; } = [];

    internal byte[] Log { get; private set; } = [];

    /// <summary>What a file may have whose log was cut: after each commit that is in the log, and before the first.</summary>
    public IReadOnlyList<string> States => _states;

    /// <summary>The text of everything that was ever appended.</summary>
    public HashSet<string> Appended { get; } = [];

    /// <summary>The text of every dead letter there has been.</summary>
    public HashSet<string> Letters { get; } = [];

    /// <summary>How many operations the whole file has.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>A few letters that stand for everything a store has.</summary>
    internal static string StateOf(IEnumerable<Operation> operations, IEnumerable<DeadLetter> letters)
    {
        string text = string.Join(
            '\n',
            [.. operations.OrderBy(static one => one.Position).Select(Sample.TextOf), "", .. letters.Select(Sample.TextOf)]);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    public async ValueTask InitializeAsync()
    {
        StoreKit kit = new(_folder.NewFile());
        await using (SqliteFallbackStore store = await kit.OpenAsync())
        {
            await WorkAsync(store, 0, Commits / 2);
        }

        await using (SqliteFallbackStore store = await kit.OpenAsync())
        {
            // The log is emptied after the first erasure of a second, and the clock stands still.
            await AppendAsync(store, [Sample.Operation(10_000, kind: OperationKind.Delete)]);
            _states.Clear();
            _states.Add(StateOf(_waiting.Values, _letters.Values));
            await WorkAsync(store, Commits / 2, Commits);
            Database = await File.ReadAllBytesAsync(kit.Path);
            Log = await File.ReadAllBytesAsync(kit.Path + "-wal");
        }

        Closed = await File.ReadAllBytesAsync(kit.Path);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WorkAsync(SqliteFallbackStore store, int from, int to)
    {
        for (int commit = from; commit < to; commit++)
        {
            int lane = commit % 4;
            if (commit % 8 == 7)
            {
                await ChangeAsync(store, lane);
            }
            else
            {
                Operation[] operations = [.. Enumerable.Range(1, 3).Select(number => Sample.AnyOperation((commit * 3) + number, lane))];
                await AppendAsync(store, operations);
            }

            _states.Add(StateOf(_waiting.Values, _letters.Values));
        }
    }

    private async Task AppendAsync(SqliteFallbackStore store, Operation[] operations)
    {
        AppendResult result = await store.AppendAsync(operations, default);
        Array.ForEach(operations, operation => _waiting.Add(operation.Position, operation));
        Appended.UnionWith(operations.Select(Sample.TextOf));
        result.Erased.ToList().ForEach(operation => _waiting.Remove(operation.Position));
        await NoteLettersAsync(store);
    }

    private async Task ChangeAsync(SqliteFallbackStore store, int lane)
    {
        IReadOnlyList<Operation> page = await StoreKit.ReadAsync(store, lane, maxCount: 3);
        Operation[] parked = [.. page.Skip(2).Select(static one => one.With(parked: new ParkedState(true, 1, Sample.Start)))];
        CustomerIoError error = new("no such field: größe", "invalid", "plan");
        await store.ApplyAsync(
            new StoreChanges
            {
                Completed = [.. page.Take(1)],
                DeadLetters = [.. page.Skip(1).Take(1).Select(one => Sample.DeadLetter(one, error))],
                Parked = parked,
            },
            default);
        await NoteLettersAsync(store);
        page.ToList().ForEach(one => _waiting.Remove(one.Position));
        Array.ForEach(parked, one => _waiting.Add(one.Position, one));
        Appended.UnionWith(parked.Select(Sample.TextOf));
    }

    private async Task NoteLettersAsync(SqliteFallbackStore store)
    {
        _letters.Clear();
        foreach (DeadLetter letter in await StoreKit.ListAsync(store))
        {
            _letters.Add(letter.Number, letter);
            Letters.Add(Sample.TextOf(letter));
        }
    }
}
