using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>A dead letter as a row.</summary>
internal static class DeadLetterRow
{
    public const string Columns =
        "number, id, kind, key, second_key, named_keys, occurred_at, reason, attempts, rejected_at, checksum, " +
        "error_message, error_reason, error_field, error_index, payload";

    public const string Parameters = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16";

    /// <summary>Binds all; without a number, the table gives one.</summary>
    public static void Bind(Statement statement, DeadLetter letter)
    {
        Operation operation = letter.Operation;
        OperationKeys keys = new(operation);
        statement.Bind(1, letter.Number == 0 ? null : letter.Number);
        statement.Bind(2, operation.Id);
        statement.Bind(3, (long)operation.Kind);
        statement.Bind(4, keys.Key);
        statement.BindOptional(5, keys.Second);
        statement.BindOptional(6, keys.Named);
        statement.Bind(7, operation.OccurredAt.UtcTicks);
        statement.Bind(8, (long)letter.Reason);
        statement.Bind(9, (long)letter.Attempts);
        statement.Bind(10, letter.RejectedAt.UtcTicks);
        statement.Bind(11, Checksum.Of(letter, Checksum.Of(operation, keys)));
        statement.Bind(12, letter.Error?.Message);
        statement.Bind(13, letter.Error?.Reason);
        statement.Bind(14, letter.Error?.Field);
        statement.Bind(15, letter.Error?.BatchIndex);
        statement.Bind(16, operation.Payload.Span);
    }

    /// <summary>Reads a row, or throws if it is not what was written.</summary>
    /// <exception cref="InvalidDataException">It is no dead letter, or its checksum is wrong.</exception>
    public static DeadLetter Read(Rows row)
    {
        OperationKeys keys = new(row.Bytes(3), row.Bytes(4), row.Bytes(5));
        DeadLetter letter = new()
        {
            Number = row.Long(0),
            Operation = new Operation
            {
                Id = row.Id(1),
                Kind = (OperationKind)row.Long(2),
                Key = Keys.TextOf(keys.Key),
                SecondKey = keys.Second.IsEmpty ? null : Keys.TextOf(keys.Second),
                NamedKeys = Keys.TextsOf(keys.Named),
                OccurredAt = Moments.Of(row.Long(6)),
                Payload = row.Bytes(15).ToArray(),
            },
            Reason = (RejectionReason)row.Long(7),
            Attempts = (int)row.Long(8),
            RejectedAt = Moments.Of(row.Long(9)),
            Error = ErrorOf(row),
        };
        return Checksum.Of(letter, Checksum.Of(letter.Operation, keys)) == row.Long(10)
            ? letter
            : throw new InvalidDataException("The checksum of a dead letter is wrong.");
    }

    private static CustomerIoError? ErrorOf(Rows row)
    {
        CustomerIoError error = new(
            row.OptionalText(11), row.OptionalText(12), row.OptionalText(13), (int?)row.OptionalLong(14));
        return error == new CustomerIoError(null) ? null : error;
    }
}
