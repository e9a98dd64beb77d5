using System.Text.Json;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.DeadLetters;

/// <summary>A dead letter as one line of NDJSON.</summary>
internal static class DeadLetterJson
{
    public static void WriteLine(Stream output, DeadLetter letter)
    {
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, letter.Operation.Id.ToString());
            json.WriteString("kind"u8, letter.Operation.Kind.ToString());
            json.WriteString("key"u8, OperationSubject.Of(letter.Operation));
            json.WriteString("occurred_at"u8, letter.Operation.OccurredAt);
            json.WriteString("rejected_at"u8, letter.RejectedAt);
            json.WriteString("reason"u8, letter.Reason.ToString());
            json.WriteNumber("attempts"u8, letter.Attempts);
            WriteError(json, letter.Error);
            json.WritePropertyName("payload"u8);
            WritePayload(json, letter.Operation);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WritePayload(Utf8JsonWriter json, Operation operation)
    {
        if (operation.IsUnreadable)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(operation.Payload.Span, skipInputValidation: true);
        }
    }

    private static void WriteError(Utf8JsonWriter json, CustomerIoError? error)
    {
        if (error is null)
        {
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("reason"u8, error.Reason);
        json.WriteString("field"u8, error.Field);
        json.WriteEndObject();
    }
}
