using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Why an item of the Track API v2 was refused.</summary>
internal sealed record ItemError(int Index, string Reason, string Field, string Message)
{
    public static ItemError Required(int index, string field) => new(index, "required", field, $"{field} is required");

    public static ItemError Invalid(int index, string field, string message) => new(index, "invalid", field, message);

    public void Write(Utf8JsonWriter writer, bool withIndex)
    {
        writer.WriteStartObject();
        if (withIndex)
        {
            writer.WriteNumber("batch_index", Index);
        }

        writer.WriteString("reason", Reason);
        writer.WriteString("field", Field);
        writer.WriteString("message", Message);
        writer.WriteEndObject();
    }
}
