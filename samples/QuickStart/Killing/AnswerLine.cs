using System.Globalization;
using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Sending;

namespace CustomerIo.Resilience.QuickStart.Killing;

/// <summary>
/// The answer to one call as a child process writes it, after the call has returned. A line without its end is of a process
/// that was killed while it wrote: the answer was never given.
/// </summary>
internal static class AnswerLine
{
    private const string Mark = "answer";
    private const string End = ";";

    public static string Of(SentOperation sent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mark} {sent.Operation.Line} {sent.Result.Status} {sent.Result.Reason} {sent.Result.OperationId} {End}");

    /// <summary>Reads one; null for anything else.</summary>
    public static SentOperation? Read(string line, IReadOnlyDictionary<int, FileOperation> operations) =>
        line.Split(' ') is [Mark, var number, var status, var reason, var id, End]
            ? new SentOperation(
                operations[int.Parse(number, CultureInfo.InvariantCulture)],
                ResultOf(Enum.Parse<DeliveryStatus>(status), Enum.Parse<RejectionReason>(reason), Ulid.Parse(id)))
            : null;

    private static DeliveryResult ResultOf(DeliveryStatus status, RejectionReason reason, Ulid id) => status switch
    {
        DeliveryStatus.Delivered => DeliveryResult.Delivered(id),
        DeliveryStatus.Stored => DeliveryResult.Stored(id),
        DeliveryStatus.Queued => DeliveryResult.Queued(id),
        DeliveryStatus.Duplicate => DeliveryResult.Duplicate(id),
        _ => DeliveryResult.Rejected(id, reason),
    };
}
