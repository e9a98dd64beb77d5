namespace CustomerIo.Resilience.Track;

/// <summary>The limits of a person's and an object's attributes, and of times.</summary>
internal static partial class Limits
{
    /// <summary>Track API reference: unique attributes of a person, of an object, or of one call.</summary>
    public const int Attributes = 300;

    /// <summary>Track API reference: the name of an attribute.</summary>
    public const int AttributeNameBytes = 150;

    /// <summary>Track API reference: the value of an attribute.</summary>
    public const int AttributeValueBytes = 1000;

    /// <summary>In seconds this is the year 5138, so such a number counts milliseconds.</summary>
    public const long MillisecondsFrom = 100_000_000_000;

    public static string? CheckAttributes(Dictionary<string, object?>? attributes)
    {
        if (attributes is null)
        {
            return null;
        }

        if (CheckAttributeCount(attributes.Count) is { } tooMany)
        {
            return tooMany;
        }

        foreach (KeyValuePair<string, object?> attribute in attributes)
        {
            if (CheckAttribute(attribute.Key, attribute.Value) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    public static string? CheckTimestamp(DateTimeOffset? timestamp) =>
        timestamp is { } time ? CheckSeconds("timestamp", time.ToUnixTimeSeconds()) : null;

    private static string? CheckAttribute(string name, object? value) =>
        CheckBytes("An attribute's name", name, AttributeNameBytes, "Use a shorter name.") ?? value switch
        {
            string text => CheckBytes($"The value of attribute '{name}'", text, AttributeValueBytes, "Shorten it."),
            Uri uri => CheckAttribute(name, uri.OriginalString),
            _ when name is "created_at" or "_timestamp" or "last_used" or "timestamp" => CheckTime(name, value),
            _ => null,
        };

    private static string? CheckTime(string name, object? value) => value switch
    {
        long seconds => CheckSeconds(name, seconds),
        ulong seconds => CheckSeconds(name, seconds > long.MaxValue ? long.MaxValue : (long)seconds),
        float seconds => CheckSeconds(name, seconds >= MillisecondsFrom ? MillisecondsFrom : 0),
        double seconds => CheckSeconds(name, seconds >= MillisecondsFrom ? MillisecondsFrom : 0),
        decimal seconds => CheckSeconds(name, seconds >= MillisecondsFrom ? MillisecondsFrom : 0),
        DateTimeOffset time => CheckSeconds(name, time.ToUnixTimeSeconds()),
        _ => null,
    };

    private static string? CheckSeconds(string name, long seconds) => seconds < MillisecondsFrom
        ? null
        : FormattableString.Invariant(
            $"'{name}' is {MillisecondsFrom} or more, as a count of milliseconds is; Customer.io takes seconds. ") +
          "Use a DateTimeOffset, or divide by 1,000.";
}
