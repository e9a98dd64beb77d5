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
    private readonly SortedDictionary<(int Lane, long Sequence), Operation> _waiting = [];
    private readonly SortedDictionary<Ulid, DeadLetter> _letters = [];
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
    public int Waiting => _waiting.Values.Count(static operation => operation.Kind is not OperationKind.MergeBarrier);

    /// <summary>A few letters that stand for everything a store has.</summary>
    internal static string StateOf(IEnumerable<Operation> operations, IEnumerable<DeadLetter> letters)
    {
        string text = string.Join('\n', [.. operations.Select(Sample.TextOf), "", .. letters.Select(Sample.TextOf)]);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    public async ValueTask InitializeAsync()
    {
        StoreKit kit = new(_folder.NewFile());
        await using (SqliteFallbackStore store = await kit.OpenAsync())
        {
            await WorkAsync(store, 0, Commits / 2);
        }

        _states.RemoveRange(0, _states.Count - 1);
        await using (SqliteFallbackStore store = await kit.OpenAsync())
        {
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
                await CompleteAsync(store, lane);
            }
            else
            {
                Operation[] operations = [.. Enumerable.Range(1, 3).Select(number => Sample.AnyOperation((commit * 3) + number, lane))];
                await store.AppendAsync(operations, default);
                Array.ForEach(operations, operation => _waiting.Add((lane, operation.Sequence), operation));
                Appended.UnionWith(operations.Select(Sample.TextOf));
            }

            _states.Add(StateOf(_waiting.Values, _letters.Values));
        }
    }

    private async Task CompleteAsync(SqliteFallbackStore store, int lane)
    {
        IReadOnlyList<Operation> page = await StoreKit.ReadAsync(store, lane, maxCount: 2);
        DeadLetter letter = Sample.DeadLetter(page[0], new CustomerIoError("no such field: größe", "invalid", "plan"));
        await store.CompleteAsync(lane, page, [letter], default);
        _letters.Add(letter.Operation.Id, letter);
        Letters.Add(Sample.TextOf(letter));
        foreach (Operation operation in page)
        {
            _waiting.Remove((lane, operation.Sequence));
        }
    }
}
