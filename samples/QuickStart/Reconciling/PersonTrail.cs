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

    // What must be there chooses first, the last one before the others: whatever may have been erased gets what is left.
    private void PlaceUnmarked()
    {
        foreach (IGrouping<(FileOperationKind Kind, string Token), SentOperation> alike in _sent
            .Where(static sent => !IsMarked(sent.Operation.Kind))
            .GroupBy(static sent => (sent.Operation.Kind, sent.Operation.Token)))
        {
            List<long> free = [.. _observed
                .Where(observed => IsAlike(observed, alike.Key.Kind, alike.Key.Token))
                .Select(static observed => observed.Position)];
            SentOperation[] choosing = [.. alike.OrderBy(MayBeErased).ThenByDescending(static sent => sent.Operation.Line)];
            foreach (SentOperation sent in choosing)
            {
                Place(sent, free, LastBefore(sent.Operation.Line), FirstAfter(sent.Operation.Line));
            }

            // What is not where it belongs, and must be somewhere, is swapped instead of lost.
            foreach (SentOperation sent in choosing.Where(sent => IsMissing(sent.Operation) && !MayBeErased(sent)))
            {
                Place(sent, free, 0, long.MaxValue);
            }

            PutInOrder([.. alike.Select(static sent => sent.Operation.Line).Where(_positionOf.ContainsKey)]);
        }
    }

    private static bool IsAlike(ObservedOperation observed, FileOperationKind kind, string token) =>
        observed.Kind == kind && string.Equals(observed.Token ?? string.Empty, token, StringComparison.Ordinal);

    private void Place(SentOperation sent, List<long> free, long after, long before)
    {
        int index = free.FindLastIndex(position => position > after && position < before);
        if (index >= 0)
        {
            _positionOf[sent.Operation.Line] = free[index];
            free.RemoveAt(index);
        }
    }

    // Operations that are alike cannot be told apart, so they are in order.
    private void PutInOrder(List<int> lines)
    {
        List<long> positions = [.. lines.Select(line => _positionOf[line]).Order()];
        for (int index = 0; index < lines.Count; index++)
        {
            _positionOf[lines[index]] = positions[index];
        }
    }

    private bool IsMissing(FileOperation operation) => !_positionOf.ContainsKey(operation.Line);

    // Whoever was told that it is delivered must not find it missing.
    private bool MayBeErased(SentOperation sent) =>
        sent.Result.Status is not DeliveryStatus.Delivered
        && _expected.Exists(later => later.Line > sent.Operation.Line && later.Kind is FileOperationKind.Delete);

    private long LastBefore(int line) => _expected
        .Where(operation => operation.Line < line && IsMarked(operation.Kind))
        .Max(operation => (long?)_positionOf.GetValueOrDefault(operation.Line)) ?? 0;

    private long FirstAfter(int line) => _expected
        .Where(operation => operation.Line > line && IsMarked(operation.Kind))
        .Min(operation => (long?)_positionOf.GetValueOrDefault(operation.Line, long.MaxValue)) ?? long.MaxValue;

    private static bool IsMarked(FileOperationKind kind) => kind is FileOperationKind.Identify or FileOperationKind.Track;
}
