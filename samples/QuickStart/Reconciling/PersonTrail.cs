using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Sending;

namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>
/// Finds one person's lines among what the server applied. Repeats after an ambiguous failure are harmless and normal, so
/// what counts is the first time. Identifies and events carry their line; deletes and devices cannot, and are found by kind,
/// token and place.
/// </summary>
internal sealed class PersonTrail
{
    private readonly List<SentOperation> _sent;
    private readonly List<FileOperation> _expected;
    private readonly List<ObservedOperation> _observed;
    private readonly Dictionary<int, long> _positionOf = [];
    private readonly HashSet<long> _used = [];

    /// <param name="sent">The person's accepted operations in the order of the file.</param>
    /// <param name="observed">The person's operations in the order of application.</param>
    public PersonTrail(IEnumerable<SentOperation> sent, IEnumerable<ObservedOperation> observed)
    {
        _sent = [.. sent];
        _expected = [.. _sent.Select(static operation => operation.Operation)];
        _observed = [.. observed];
        foreach (ObservedOperation operation in _observed.Where(static operation => operation.Line is not null))
        {
            _positionOf.TryAdd(operation.Line!.Value, operation.Position);
        }

        PlaceUnmarked();
    }

    /// <summary>Where the person appears first in the file.</summary>
    public int FirstLine => _expected[0].Line;

    /// <summary>Operations the server never applied although nothing excuses it.</summary>
    public IEnumerable<FileOperation> Lost => _sent
        .Where(sent => IsMissing(sent.Operation) && !MayBeErased(sent))
        .Select(static sent => sent.Operation);

    /// <summary>Lines the server never applied because a later delete overtook them while they waited.</summary>
    public IEnumerable<int> Erased => _sent
        .Where(sent => IsMissing(sent.Operation) && MayBeErased(sent))
        .Select(static sent => sent.Operation.Line);

    /// <summary>Events that had their effect again; once for every time too many.</summary>
    public IEnumerable<ObservedOperation> Doubled => _observed
        .Where(static operation => operation is { Kind: FileOperationKind.Track, HadEffect: true })
        .GroupBy(static operation => operation.Line)
        .SelectMany(static same => same.Skip(1));

    /// <summary>Pairs of lines of which the later one was applied first.</summary>
    public int CountSwapped()
    {
        List<long> before = [];
        int swapped = 0;
        foreach (FileOperation operation in _expected)
        {
            if (_positionOf.TryGetValue(operation.Line, out long position))
            {
                int place = ~before.BinarySearch(position);
                swapped += before.Count - place;
                before.Insert(place, position);
            }
        }

        return swapped;
    }

    // From the end: of two deletes in a row the earlier one may have been erased by the later one, not the other way round.
    private void PlaceUnmarked()
    {
        foreach (FileOperation operation in _expected.Where(operation => !IsMarked(operation.Kind)).Reverse())
        {
            TryPlace(operation, LastBefore(operation.Line), FirstAfter(operation.Line));
        }

        // What is not where it belongs, and must be somewhere, is swapped instead of lost.
        foreach (FileOperation operation in Lost.Where(operation => !IsMarked(operation.Kind)).ToList())
        {
            TryPlace(operation, 0, long.MaxValue);
        }
    }

    private bool IsMissing(FileOperation operation) => !_positionOf.ContainsKey(operation.Line);

    // Whoever was told that it is delivered must not find it missing.
    private bool MayBeErased(SentOperation sent) =>
        sent.Result.Status is not DeliveryStatus.Delivered
        && _expected.Exists(later => later.Line > sent.Operation.Line && later.Kind is FileOperationKind.Delete);

    private void TryPlace(FileOperation operation, long after, long before)
    {
        ObservedOperation? found = _observed.FindLast(observed =>
            observed.Position > after
            && observed.Position < before
            && observed.Kind == operation.Kind
            && string.Equals(observed.Token ?? string.Empty, operation.Token, StringComparison.Ordinal)
            && !_used.Contains(observed.Position));
        if (found is not null)
        {
            _used.Add(found.Position);
            _positionOf[operation.Line] = found.Position;
        }
    }

    private long LastBefore(int line) => _expected
        .Where(operation => operation.Line < line && IsMarked(operation.Kind))
        .Max(operation => (long?)_positionOf.GetValueOrDefault(operation.Line)) ?? 0;

    private long FirstAfter(int line) => _expected
        .Where(operation => operation.Line > line && IsMarked(operation.Kind))
        .Min(operation => (long?)_positionOf.GetValueOrDefault(operation.Line, long.MaxValue)) ?? long.MaxValue;

    private static bool IsMarked(FileOperationKind kind) => kind is FileOperationKind.Identify or FileOperationKind.Track;
}
