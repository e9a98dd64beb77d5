using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Operations that leave in one request, and the request's body, ready as they are added. A page holds either any number of
/// v2 entities or a single operation that has a request of its own.
/// </summary>
internal sealed class Page(int maxCount)
{
    /// <summary>Customer.io's limit for the body of a v2 batch (Track API reference: 500 KB, taken as 1000s).</summary>
    public const int MaxBodyBytes = 500_000;

    private const int SmallBuffer = 1024;

    private readonly JsonBuffer _body = new(SmallBuffer);
    private readonly List<ulong> _exclusive = [];
    private PageEntry[] _entries = new PageEntry[4];

    public int Count { get; private set; }

    /// <summary>Bytes of the operations, without the punctuation of the batch.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Somebody waits for it, or a flush does: it leaves as soon as the lane is free.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>When the first operation was added, in ticks of the time provider's timestamp.</summary>
    public long OpenedAt { get; set; }

    /// <summary>Whether a delete or suppress is on it; most pages have none and need not be searched for one.</summary>
    public bool HoldsErasures { get; private set; }

    /// <summary>How many operations were refused; mostly none.</summary>
    public int RefusedCount { get; private set; }

    public Span<PageEntry> Entries => _entries.AsSpan(0, Count);

    public OperationKind FirstKind => _entries[0].Head.Kind;

    public long FirstSequence => _entries[0].Sequence;

    public bool IsFull => Count >= maxCount;

    /// <summary>Whether an operation can join: room, and nothing whose order inside a batch nobody promises.</summary>
    public bool Accepts(in OperationHead head, int length)
    {
        if (Count == 0)
        {
            return true;
        }

        return Count < maxCount
            && !head.Kind.TravelsAlone()
            && !FirstKind.TravelsAlone()
            && _body.Length + length + ",]}"u8.Length <= MaxBodyBytes
            && !SharesRequestOfExclusive(head);
    }

    public void Add(in OperationHead head, long sequence, ReadOnlySpan<byte> payload, DeliveryPromise? promise = null)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        if (!head.Kind.TravelsAlone())
        {
            _body.WriteRaw(Count == 0 ? "{\"batch\":["u8 : ","u8);
        }

        ref PageEntry entry = ref _entries[Count];
        entry.Head = head;
        entry.Sequence = sequence;
        entry.Start = _body.Length;
        entry.Length = payload.Length;
        entry.Promise = promise;
        _body.WriteRaw(payload);
        PayloadBytes += payload.Length;
        Count++;
        IsUrgent |= promise is not null;
        if (head.Kind.IsExclusive())
        {
            _exclusive.Add(head.Key.Hash);
            HoldsErasures |= head.Kind.IsErasure();
        }
    }

    /// <summary>Writes on an operation that it will not be delivered.</summary>
    public void Refuse(int index, RejectionReason reason, CustomerIoError? error = null)
    {
        _entries[index].Result = DeliveryResult.Rejected(_entries[index].Head.Id, reason, error);
        RefusedCount++;
    }

    public ReadOnlySpan<byte> PayloadOf(int index) =>
        _body.WrittenSpan.Slice(_entries[index].Start, _entries[index].Length);

    /// <summary>The body of a request for all operations; valid until the page changes.</summary>
    public ReadOnlyMemory<byte> WholeBody()
    {
        if (FirstKind.TravelsAlone())
        {
            return _body.WrittenMemory;
        }

        int length = _body.Length;
        _body.WriteRaw("]}"u8);
        ReadOnlyMemory<byte> body = _body.WrittenMemory;
        _body.Truncate(length);
        return body;
    }

    /// <summary>The body of a request for some of the operations: a part of a batch that was too large or refused whole.</summary>
    public ReadOnlyMemory<byte> PartialBody(int first, int count)
    {
        int start = _entries[first].Start;
        int end = _entries[first + count - 1].Start + _entries[first + count - 1].Length;
        byte[] body = [.. "{\"batch\":["u8, .. _body.WrittenSpan[start..end], .. "]}"u8];
        return body;
    }

    /// <summary>Copies the operations that are not settled, and that a caller wants to keep, to another page.</summary>
    public void CopyUnsettled(Page target, Func<PageEntry, bool>? keep = null)
    {
        target.OpenedAt = OpenedAt;
        for (int index = 0; index < Count; index++)
        {
            PageEntry entry = _entries[index];
            if (!entry.IsSettled && (keep is null || keep(entry)))
            {
                target.Add(entry.Head, entry.Sequence, PayloadOf(index), entry.Promise);
            }
        }
    }

    /// <summary>Makes the page as new, keeping its buffers.</summary>
    public void Clear()
    {
        Array.Clear(_entries, 0, Count);
        _exclusive.Clear();
        _body.Clear();
        Count = 0;
        PayloadBytes = 0;
        IsUrgent = false;
        HoldsErasures = false;
        RefusedCount = 0;
    }

    private bool SharesRequestOfExclusive(in OperationHead head)
    {
        if (_exclusive.Contains(head.Key.Hash))
        {
            return true;
        }

        if (!head.Kind.IsExclusive())
        {
            return false;
        }

        foreach (ref readonly PageEntry entry in Entries)
        {
            if (entry.Head.Key.Hash == head.Key.Hash)
            {
                return true;
            }
        }

        return false;
    }
}
