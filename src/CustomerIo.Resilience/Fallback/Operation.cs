namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// One accepted operation, as stores keep it. Everything in it was stamped at the call and never changes: the bytes of
/// <see cref="Payload"/> are the bytes that are sent.
/// </summary>
public sealed class Operation
{
    /// <summary>The operation's ULID; unique. For events it is the id by which Customer.io recognises a repeat.</summary>
    public required Ulid Id { get; init; }

    /// <summary>What it does.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>
    /// The person or object it is about, opaque: 48 characters that say the same about the same one in every process and
    /// version, and do not tell who it is. Operations of one key are delivered in the order of their positions.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The other person of a merge, which is about both; <see langword="null"/> for everything else.</summary>
    public string? SecondKey { get; init; }

    /// <summary>The people whom an object operation names, without being theirs; mostly none.</summary>
    public IReadOnlyList<string> NamedKeys { get; init; } = [];

    /// <summary>When the call was made.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The JSON that is sent, as UTF-8; never empty.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// Its place in the order, unique in the store, from 1; drawn by the library when it appends, above all that the store had
    /// when it was opened. 0 for a dead letter, which has no place.
    /// </summary>
    public long Position { get; init; }

    /// <summary>Set while it is out of its lane's order, kept by key; <see langword="null"/> for what waits on its lane.</summary>
    public ParkedState? Parked { get; init; }

    /// <summary>
    /// The store has it and cannot read its payload at the moment, for example because the key that protects it is away. The
    /// payload is empty then.
    /// </summary>
    public bool IsUnreadable { get; init; }

    /// <summary>The lane it belongs to, of so many lanes, from 0.</summary>
    public int LaneOf(int lanes) => OperationKey.LaneOf(Key, lanes);

    /// <summary>Its keys: one, or both of a merge.</summary>
    internal IEnumerable<string> OwnKeys => SecondKey is null ? [Key] : [Key, SecondKey];

    internal bool Owns(string key) =>
        string.Equals(Key, key, StringComparison.Ordinal) || string.Equals(SecondKey, key, StringComparison.Ordinal);

    internal bool Names(string key)
    {
        for (int index = 0; index < NamedKeys.Count; index++)
        {
            if (string.Equals(NamedKeys[index], key, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    internal Operation With(
        ReadOnlyMemory<byte>? payload = null, long? position = null, ParkedState? parked = null, bool isUnreadable = false) => new()
        {
            Id = Id,
            Kind = Kind,
            Key = Key,
            SecondKey = SecondKey,
            NamedKeys = NamedKeys,
            OccurredAt = OccurredAt,
            Payload = payload ?? Payload,
            Position = position ?? Position,
            Parked = parked ?? Parked,
            IsUnreadable = isUnreadable,
        };
}
