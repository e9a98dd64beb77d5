using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Wire;

/// <summary>
/// The body by which the Track API acknowledges a request: nothing, an empty object, or an object with <c>errors</c>. Also
/// taken are that object as a JSON string, which has been seen, and members that are not documented, as Customer.io asks of
/// its clients, unless their names, at any depth, speak of the outcome: <c>{"status":"down"}</c> is somebody else's. Next to
/// an error in Customer.io's form, other members do not matter.
/// </summary>
internal static class Acknowledgement
{
    /// <summary>The errors it lists, none if all is well; null if it is not to be understood. Never throws.</summary>
    public static IReadOnlyList<ErrorEntry>? Read(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> json = AnswerBody.Trim(body);
        return json.IsEmpty || json.Span.SequenceEqual("{}"u8) ? [] : Read(json, isString: false);
    }

    private static IReadOnlyList<ErrorEntry>? Read(ReadOnlyMemory<byte> json, bool isString)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => FromObject(root),
                JsonValueKind.String when !isString => Read(Encoding.UTF8.GetBytes(root.GetString()!), isString: true),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is for text that is not UTF-8, or half a surrogate pair.
            return null;
        }
    }

    private static List<ErrorEntry>? FromObject(JsonElement root)
    {
        List<ErrorEntry> entries = [];
        bool isPlain = true;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (!member.NameEquals("errors"u8))
            {
                isPlain &= !OutcomeWords.AreIn(member.Name) && IsPlain(member.Value);
            }
            else if (member.Value.ValueKind is JsonValueKind.Array)
            {
                entries.AddRange(member.Value.EnumerateArray().Select(ErrorEntry.Read));
            }
            else if (member.Value.ValueKind is not JsonValueKind.Null)
            {
                return null;
            }
        }

        // A list without a single error in it is none.
        bool areErrors = entries.Exists(static entry => entry.IsError);
        return areErrors || (entries.Count == 0 && isPlain) ? entries : null;
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .All(static member => !OutcomeWords.AreIn(member.Name) && IsPlain(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsPlain),
        _ => true,
    };
}
