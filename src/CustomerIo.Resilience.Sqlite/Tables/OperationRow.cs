using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>An operation as a row of a lane, or of what is parked, which has its state too.</summary>
internal static class OperationRow
{
    /// <summary>The payload last: what comes before is read without the pages that a long one has of its own.</summary>
    public const string Columns = "position, id, kind, key, second_key, named_keys, occurred_at, checksum, payload";

    /// <summary>How many they are, and the number of the last parameter.</summary>
    public const int ColumnCount = 9;

    public const string Parameters = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9";

    public const string StateColumns = "has_failed, attempts, first_attempt_at, state_checksum";

    public static void Bind(Statement statement, Operation operation)
    {
        OperationKeys keys = new(operation);
        statement.Bind(1, operation.Position);
        statement.Bind(2, operation.Id);
        statement.Bind(3, (long)operation.Kind);
        statement.Bind(4, keys.Key);
        statement.BindOptional(5, keys.Second);
        statement.BindOptional(6, keys.Named);
        statement.Bind(7, operation.OccurredAt.UtcTicks);
        statement.Bind(8, Checksum.Of(operation, keys));
        statement.Bind(9, operation.Payload.Span);
    }

    /// <param name="statement">Its parameters from <paramref name="first"/> are those of <see cref="StateColumns"/>.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="position">Whose state it is.</param>
    /// <param name="state">The state.</param>
    public static void Bind(Statement statement, int first, long position, ParkedState state)
    {
        statement.Bind(first, state.HasFailed ? 1L : 0L);
        statement.Bind(first + 1, (long)state.Attempts);
        statement.Bind(first + 2, state.FirstAttemptAt?.UtcTicks);
        statement.Bind(first + 3, Checksum.Of(position, state));
    }

    /// <summary>Reads a row of a lane, or throws if it is not what was written.</summary>
    /// <exception cref="InvalidDataException">It is no operation, or its checksum is wrong.</exception>
    public static Operation Read(Rows row) => Read(row, parked: null);

    /// <summary>Same for a row of what is parked, with its state behind.</summary>
    /// <exception cref="InvalidDataException">It is no operation, or a checksum is wrong.</exception>
    public static Operation ReadParked(Rows row)
    {
        ParkedState state = StateOf(row, ColumnCount);
        return Checksum.Of(row.Long(0), state) == row.Long(ColumnCount + 3)
            ? Read(row, state)
            : throw new InvalidDataException("The checksum of the state of a parked operation is wrong.");
    }

    public static ParkedState StateOf(Rows row, int first) => new(
        row.Long(first) != 0,
        (int)row.Long(first + 1),
        row.OptionalLong(first + 2) is { } ticks ? Moments.Of(ticks) : null);

    private static Operation Read(Rows row, ParkedState? parked)
    {
        OperationKeys keys = new(row.Bytes(3), row.Bytes(4), row.Bytes(5));
        Operation operation = new()
        {
            Position = row.Long(0),
            Id = row.Id(1),
            Kind = (OperationKind)row.Long(2),
            Key = Keys.TextOf(keys.Key),
            SecondKey = keys.Second.IsEmpty ? null : Keys.TextOf(keys.Second),
            NamedKeys = Keys.TextsOf(keys.Named),
            OccurredAt = Moments.Of(row.Long(6)),
            Payload = row.Bytes(8).ToArray(),
            Parked = parked,
        };
        return Checksum.Of(operation, keys) == row.Long(7)
            ? operation
            : throw new InvalidDataException("The checksum of an operation is wrong.");
    }
}
