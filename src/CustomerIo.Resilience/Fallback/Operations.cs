namespace CustomerIo.Resilience.Fallback;

/// <summary>What stores ask of an operation.</summary>
internal static class Operations
{
    // Measured, with the key, the array of the payload and the places in the indexes: 350 to 400 on a lane, 700 parked by
    // itself, 750 as a dead letter.
    private const int ObjectBytes = 768;
    private const int NamedKeyBytes = 256;

    /// <summary>What it takes of memory at most: its payload, and the objects around it.</summary>
    public static long Footprint(this Operation operation) =>
        operation.Payload.Length + ObjectBytes + (NamedKeyBytes * operation.NamedKeys.Count);

    /// <summary>Whether it is the same one, at the same place.</summary>
    public static bool IsSameAs(this Operation operation, Operation other) =>
        operation.Position == other.Position && operation.Id == other.Id;

    /// <summary>The same one as a dead letter has it: out of the order.</summary>
    public static Operation WithoutPlace(this Operation operation, ReadOnlyMemory<byte> payload) => new()
    {
        Id = operation.Id,
        Kind = operation.Kind,
        Key = operation.Key,
        SecondKey = operation.SecondKey,
        NamedKeys = operation.NamedKeys,
        OccurredAt = operation.OccurredAt,
        Payload = payload,
    };

    /// <summary>As many from the first as a page may have.</summary>
    public static List<Operation> ToPage(this IEnumerable<Operation> operations, int maxCount, int maxBytes)
    {
        List<Operation> page = [];
        long bytes = 0;
        foreach (Operation operation in operations)
        {
            bytes += operation.Payload.Length;
            if (page.Count == maxCount || (bytes > maxBytes && page.Count > 0))
            {
                break;
            }

            page.Add(operation);
        }

        return page;
    }
}
