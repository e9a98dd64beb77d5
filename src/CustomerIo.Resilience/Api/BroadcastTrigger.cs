using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>What to send a broadcast with, and to whom.</summary>
public sealed class BroadcastTrigger
{
    /// <summary>Who gets it. Default: the audience set up with the broadcast.</summary>
    public BroadcastRecipients Recipients { get; init; } = BroadcastRecipients.Default;

    /// <summary>What the broadcast refers to as <c>trigger</c>; at most 50,000 bytes of JSON.</summary>
    public Dictionary<string, object?>? Data { get; init; }

    /// <summary>
    /// Whether an address that several people have is sent to each of them. Default at Customer.io: false, it is an
    /// error.
    /// </summary>
    public bool? EmailAddDuplicates { get; init; }

    /// <summary>
    /// Whether people without an address are skipped. Default at Customer.io: false, they fail the broadcast.
    /// </summary>
    public bool? EmailIgnoreMissing { get; init; }

    /// <summary>Whether unknown ids are skipped. Default at Customer.io: false, they fail the broadcast.</summary>
    public bool? IdIgnoreMissing { get; init; }

    /// <summary>
    /// Customer.io cannot recognise a repeated trigger, so after an outcome that nobody knows the call ends with
    /// <see cref="CustomerIoErrorReason.OutcomeUnknown"/>. True has it retried instead: everybody may then get the
    /// broadcast twice. Default: false.
    /// </summary>
    public bool AllowRetryWhenOutcomeUnknown { get; init; }

    internal JsonBuffer ToJson()
    {
        JsonBuffer json = new();
        JsonFields fields = new(json);
        Recipients.Write(ref fields);
        WriteData(ref fields, json);
        fields.Flag("email_add_duplicates"u8, EmailAddDuplicates);
        fields.Flag("email_ignore_missing"u8, EmailIgnoreMissing);
        fields.Flag("id_ignore_missing"u8, IdIgnoreMissing);
        fields.End();
        return json;
    }

    private void WriteData(ref JsonFields fields, JsonBuffer json)
    {
        if (Data is null)
        {
            return;
        }

        fields.Name("data"u8);
        int start = json.Length;
        AttributeWriter.WriteObject(json, Data);
        Limits.Require(SendLimits.CheckBroadcastData(json.Length - start), nameof(Data));
    }
}
