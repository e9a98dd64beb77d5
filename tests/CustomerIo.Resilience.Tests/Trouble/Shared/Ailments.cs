using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>Makes the simulator fail on whatever request has the bad operation in it.</summary>
internal static class Ailments
{
    /// <summary>What bad events carry.</summary>
    public const string Mark = "\"bad\":true";

    public static Dictionary<string, object?> Bad(int number) => new() { ["n"] = number, ["bad"] = true };

    public static bool IsBad(Operation operation) =>
        Encoding.UTF8.GetString(operation.Payload.Span).Contains(Mark, StringComparison.Ordinal);

    public static void Afflict(this VirtualBench bench, Ailment ailment, string mark = Mark)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(mark);
        if (ailment is Ailment.AppliedThenHang)
        {
            bench.Wire.HoldsAnswersTo = body => body.AsSpan().IndexOf(bytes) >= 0;
            return;
        }

        bench.Simulator.Faults.When(request => request.Body.Span.IndexOf(bytes) >= 0, FaultOf(ailment));
    }

    private static Fault FaultOf(Ailment ailment) => ailment switch
    {
        Ailment.Reset => Fault.ResetBeforeAcceptance(),
        Ailment.Unavailable => Fault.ServiceUnavailable(),
        Ailment.Broken => Fault.Status(500),
        Ailment.Hang => Fault.Hang(),
        Ailment.Forbidden => Fault.Status(
            403, "<html><body>Request blocked</body></html>", KeyValuePair.Create("Content-Type", "text/html")),
        Ailment.RequestTimeout => Fault.Status(408),
        _ => throw new ArgumentOutOfRangeException(nameof(ailment)),
    };
}
