using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The answers that faults give in place of the service's.</summary>
internal static class FaultReplies
{
    public static Reply Status(Fault fault, TimeProvider time)
    {
        var headers = new List<KeyValuePair<string, string>>(fault.Headers);
        if (RetryAfter(fault, time) is { } value)
        {
            headers.Add(KeyValuePair.Create("Retry-After", value));
        }

        var body = fault.Body is null ? default : (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(fault.Body);
        return new Reply(fault.StatusCode, fault.StatusCode is 204 or 304 ? default : body, IsAccepted: false)
        {
            ContentType = body.IsEmpty ? null : "application/json",
            Headers = headers,
        };
    }

    public static Reply Garbage(Fault fault) => Reply.Text(200, fault.Body!, "text/html", fault.IsAccepted);

    private static string? RetryAfter(Fault fault, TimeProvider time) => fault.RetryAfter switch
    {
        RetryAfterForm.Seconds =>
            ((long)Math.Ceiling(fault.RetryAfterDelay.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        RetryAfterForm.HttpDate =>
            (time.GetUtcNow() + fault.RetryAfterDelay).ToString("R", CultureInfo.InvariantCulture),
        RetryAfterForm.Garbage => "soon-ish",
        _ => null,
    };
}
