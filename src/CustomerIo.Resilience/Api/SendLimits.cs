namespace CustomerIo.Resilience.Api;

/// <summary>
/// The limits of transactional messages and broadcasts, from Customer.io's guide to sending messages.
/// </summary>
internal static class SendLimits
{
    /// <summary>Addresses in to, cc and bcc together.</summary>
    public const int Recipients = 15;

    /// <summary>
    /// Attachments together stay under 2 MB; MB is taken as 1,000,000 because the guide does not say.
    /// </summary>
    public const int AttachmentBytes = 2_000_000;

    /// <summary>How far ahead a message can be scheduled.</summary>
    public const int ScheduleDays = 90;

    /// <summary>Ids, email addresses or people of one broadcast trigger.</summary>
    public const int BroadcastRecipients = 10_000;

    /// <summary>The data of one broadcast trigger.</summary>
    public const int BroadcastDataBytes = 50_000;

    public static string? CheckMessage(TransactionalMessageId message) => message.IsGiven
        ? null
        : "No transactional message was given: this is default. Use its number or its trigger name.";

    public static string? CheckRecipients(string to, string? cc, string? bcc)
    {
        if (string.IsNullOrWhiteSpace(to))
        {
            return "The email has no recipient. Set To to at least one address.";
        }

        int count = CountAddresses(to) + CountAddresses(cc) + CountAddresses(bcc);
        return count <= Recipients
            ? null
            : $"The email has {count} recipients in to, cc and bcc; Customer.io allows {Recipients}. Send several.";
    }

    public static string? CheckSendAt(DateTimeOffset? sendAt, DateTimeOffset now) =>
        sendAt is { } time && time - now > TimeSpan.FromDays(ScheduleDays)
            ? FormattableString.Invariant(
                $"The message is scheduled {(time - now).TotalDays:0.0} days ahead; Customer.io allows ") +
              $"{ScheduleDays}. Schedule it nearer to its time."
            : null;

    public static string? CheckAttachments(long bytes) => bytes < AttachmentBytes
        ? null
        : $"The attachments are {bytes} bytes together; Customer.io takes less than {AttachmentBytes}. Link to them.";

    public static string? CheckBroadcastRecipients(int count) => count switch
    {
        0 => "The list of recipients is empty. Give at least one, or use BroadcastRecipients.Default.",
        > BroadcastRecipients =>
            $"{count} recipients were given; a trigger takes {BroadcastRecipients}. Use BroadcastRecipients.DataFile.",
        _ => null,
    };

    public static string? CheckBroadcastData(int bytes) => bytes <= BroadcastDataBytes
        ? null
        : $"The broadcast's data is {bytes} bytes of UTF-8; Customer.io allows {BroadcastDataBytes}. Send less.";

    /// <summary>Commas separate addresses, except within the quotes of a display name.</summary>
    private static int CountAddresses(string? list)
    {
        int count = 0;
        bool quoted = false;
        bool address = false;
        foreach (char character in list ?? string.Empty)
        {
            quoted ^= character == '"';
            bool separator = character == ',' && !quoted;
            count += separator && address ? 1 : 0;
            address = !separator && (address || !char.IsWhiteSpace(character));
        }

        return count + (address ? 1 : 0);
    }
}
