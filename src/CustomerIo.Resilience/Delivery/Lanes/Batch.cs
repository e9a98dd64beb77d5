using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Operations of a lane that wait together, with the body of the request that carries them, ready as they are added. What the
/// batch path does not take lies among them and travels by itself.
/// </summary>
internal sealed class Batch(int maxCount)
{
    /// <summary>Customer.io's limit for the body of a v2 batch (Track API reference: 500 KB, taken as 1000s).</summary>
    public const int MaxBodyBytes = 500_000;

    private const int SmallBuffer = 1024;

    private readonly JsonBuffer _body = new(SmallBuffer);
    private BatchEntry[] _entries = new BatchEntry[4];
    private Operation?[]? _rows;
    private int _waitsFrom;
    private int _isInMemoryFrom;
    private bool _isUnordered;

    public int Count { get; private set; }

    /// <summary>Somebody waits for it, or a flush does: it leaves as soon as the lane is free.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>When the first operation was added, in ticks of the time provider's timestamp.</summary>
    public long OpenedAt { get; set; }

    /// <summary>Whether one of them names people.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>Whether the payload of one of them cannot be read at the moment.</summary>
    public bool HasUnreadable { get; private set; }

    /// <summary>Whether something of it waits in memory, and in no store.</summary>
    public bool IsInMemory => NextWaitingInMemory() < Count;

    /// <summary>The highest sequence.</summary>
    public long LastSequence
    {
        get
        {
            long last = 0;
            foreach (ref readonly BatchEntry entry in Entries)
            {
                last = Math.Max(last, entry.Sequence);
            }

            return last;
        }
    }

    /// <summary>The sequence of the first of those; the highest number without any.</summary>
    public long FirstInMemory
    {
        get
        {
            int index = NextWaitingInMemory();
            long first = index < Count ? _entries[index].Sequence : long.MaxValue;
            for (; _isUnordered && index < Count; index = NextWaitingInMemory(index + 1))
            {
                first = Math.Min(first, _entries[index].Sequence);
            }

            return first;
        }
    }

    public Span<BatchEntry> Entries => _entries.AsSpan(0, Count);

    public bool IsFull => Count >= maxCount;

    public bool Accepts(int length) =>
        Count == 0 || (Count < maxCount && _body.Length + length + ",]}"u8.Length <= MaxBodyBytes);

    public void Add(in OperationHead head, long sequence, ReadOnlySpan<byte> payload, DeliveryPromise? promise = null)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        _body.WriteRaw(Count == 0 ? "{\"batch\":["u8 : ","u8);
        _isUnordered |= Count > 0 && sequence < _entries[Count - 1].Sequence;
        ref BatchEntry entry = ref _entries[Count];
        entry.Head = head;
        entry.Sequence = sequence;
        entry.Start = _body.Length;
        entry.Length = payload.Length;
        entry.Promise = promise;
        _body.WriteRaw(payload);
        Count++;
        IsUrgent |= promise is not null;
        HasOthers |= head.Others is not null;
    }

    /// <summary>Takes over one that waits in memory, in another batch.</summary>
    public void AddFrom(Batch other, int index)
    {
        ref readonly BatchEntry entry = ref other.Entries[index];
        Add(entry.Head, entry.Sequence, other.PayloadOf(index).Span, entry.Promise);
        if (other.RowOf(index) is { } row)
        {
            SetRow(Count - 1, row, entry.IsDoubtful);
        }
    }

    /// <summary>Takes what was read from the store, and may be used.</summary>
    public void AddRows(IReadOnlyList<Operation> rows, DecidedRows? decided = null)
    {
        _rows = new Operation[Math.Max(rows.Count, maxCount)];
        foreach (Operation row in rows)
        {
            if (decided?.Have(row) == false)
            {
                FirstLeftOut = Math.Min(FirstLeftOut, row.Position);
                continue;
            }

            if (!Accepts(row.Payload.Length))
            {
                break;
            }

            _rows[Count] = row;
            Add(new OperationHead(row.Id, row.Kind, default, row.OccurredAt), 0, row.Payload.Span);
            _entries[Count - 1].IsStored = true;
            HasUnreadable |= row.IsUnreadable;
        }
    }

    /// <summary>The lowest position of what was read with them and may not be used yet; the highest number without any.</summary>
    public long FirstLeftOut { get; private set; } = long.MaxValue;

    /// <summary>The store has, or may have, an operation that was in memory.</summary>
    public void SetRow(int index, Operation? row, bool isDoubtful = false)
    {
        (_rows ??= new Operation[maxCount])[index] = row;
        _entries[index].IsDoubtful = isDoubtful;
    }

    /// <summary>Whether the store has, or may have, some of them.</summary>
    public bool HasRows => _rows is not null;

    /// <summary>The row of the store behind an operation; null if there is none.</summary>
    public Operation? RowOf(int index) => _rows?[index];

    /// <summary>The position of the last of them that the store has; 0 if it has none.</summary>
    public long LastPosition
    {
        get
        {
            for (int index = Count - 1; index >= 0; index--)
            {
                if (_entries[index].IsStored)
                {
                    return _rows![index]!.Position;
                }
            }

            return 0;
        }
    }

    /// <summary>The store has some operations that were in memory.</summary>
    public void NoteStored(ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
        {
            _entries[index].IsStored = true;
            _entries[index].Promise = null;
        }
    }

    /// <summary>The key of an operation, as stores keep it.</summary>
    public string KeyOf(int index) => _rows?[index]?.Key ?? _entries[index].Head.Key.StoredKey;

    /// <summary>Writes on an operation that it will not be delivered.</summary>
    public void Refuse(int index, RejectionReason reason, CustomerIoError? error = null) =>
        _entries[index].Result = DeliveryResult.Rejected(_entries[index].Head.Id, reason, error);

    public ReadOnlyMemory<byte> PayloadOf(int index) =>
        _body.WrittenMemory.Slice(_entries[index].Start, _entries[index].Length);

    /// <summary>The body of a batch request for some of the operations, in a row; valid until the batch changes.</summary>
    public ReadOnlyMemory<byte> BodyOf(int first, int count)
    {
        if (count == Count)
        {
            int length = _body.Length;
            _body.WriteRaw("]}"u8);
            ReadOnlyMemory<byte> whole = _body.WrittenMemory;
            _body.Truncate(length);
            return whole;
        }

        int start = _entries[first].Start;
        int end = _entries[first + count - 1].Start + _entries[first + count - 1].Length;
        byte[] body = [.. "{\"batch\":["u8, .. _body.WrittenSpan[start..end], .. "]}"u8];
        return body;
    }

    /// <summary>The first operation that has not left, from an index on; the count if there is none.</summary>
    public int NextWaiting(int index = 0)
    {
        bool isFirst = index <= _waitsFrom;
        index = Math.Max(index, _waitsFrom);
        while (index < Count && _entries[index].HasLeft)
        {
            index++;
        }

        // What has left does not come back.
        _waitsFrom = isFirst ? index : _waitsFrom;
        return index;
    }

    /// <summary>Same, for what only memory has.</summary>
    public int NextWaitingInMemory(int index = 0)
    {
        bool isFirst = index <= _isInMemoryFrom;
        index = Math.Max(index, _isInMemoryFrom);
        while (index < Count && (_entries[index].HasLeft || _entries[index].IsStored))
        {
            index++;
        }

        _isInMemoryFrom = isFirst ? index : _isInMemoryFrom;
        return index;
    }

    /// <summary>How many operations, from the first, can go in one request.</summary>
    public int RunFrom(int first, int limit)
    {
        if (_entries[first].Head.Kind.TravelsAlone())
        {
            return 1;
        }

        int end = first + 1;
        while (end < Count
            && end - first < limit
            && !_entries[end].HasLeft
            && !_entries[end].Head.Kind.TravelsAlone())
        {
            end++;
        }

        return end - first;
    }

    /// <summary>Makes it as new, keeping its buffers.</summary>
    public void Clear()
    {
        Array.Clear(_entries, 0, Count);
        _body.Clear();
        _rows = null;
        _waitsFrom = 0;
        _isInMemoryFrom = 0;
        HasUnreadable = false;
        FirstLeftOut = long.MaxValue;
        Count = 0;
        _isUnordered = false;
        IsUrgent = false;
        HasOthers = false;
    }
}
