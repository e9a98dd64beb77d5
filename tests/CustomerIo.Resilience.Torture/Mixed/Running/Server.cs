using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>The server of a mixed run: what it never takes, and what goes wrong with it for a while.</summary>
internal sealed class Server(CustomerIoSimulator simulator, MixedPlan plan, int seed)
{
    private const string Refusal = """{"errors":[{"reason":"invalid","field":"attributes","message":"never"}]}""";
    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(5);

    private volatile bool _isFaulty;
    private volatile bool _hasCured;

    /// <summary>Says once what is to go wrong when.</summary>
    public void Plant()
    {
        foreach (Ailment ailment in Enum.GetValues<Ailment>().Where(static one => one is not Ailment.None))
        {
            foreach (bool isCured in (bool[])[false, true])
            {
                Plant(ailment, isCured);
            }
        }

        simulator.Faults.Random(
            (ulong)seed,
            request => _isFaulty && !HasBarrier(request.Body.Span),
            (0.03, Fault.RejectItemsAtRandom(0.2)));
        simulator.Faults.Random(
            (ulong)seed,
            _ => _isFaulty,
            (0.15, Fault.ServiceUnavailable()),
            (0.05, Fault.ResetBeforeAcceptance()),
            (0.07, Fault.ResetAfterAcceptance()),
            (0.04, Fault.TooManyRequests(RetryAfterForm.Seconds, Settings.RetryAfter)),
            (0.03, Fault.Hang()));
    }

    public void SetFaulty(bool isFaulty) => _isFaulty = isFaulty;

    /// <summary>From now on it takes what was to pass in the end.</summary>
    public void Cure() => _hasCured = true;

    public Task GoDownAsync() => simulator.StopAsync();

    public Task ComeUpAsync() => simulator.StartAgainAsync();

    private void Plant(Ailment ailment, bool isCured)
    {
        Step[] ailing = [.. plan.Steps.Where(step => step.Ailment == ailment && step.IsCured == isCured)];
        if (ailing.Length == 0)
        {
            return;
        }

        byte[] mark = Encoding.UTF8.GetBytes($"\"{ailing[0].Mark}\"");
        HashSet<string> unmarked = [.. ailing.Where(static step => !step.Kind.IsNumbered()).Select(StepToken.Of)];
        simulator.Faults.When(
            request => !(isCured && _hasCured)
                && (request.Body.Span.IndexOf(mark) >= 0 || (unmarked.Count > 0 && HasAnyOf(unmarked, request.Body))),
            FaultFor(ailment));
    }

    private static Fault FaultFor(Ailment ailment) => ailment switch
    {
        Ailment.Reset => Fault.ResetBeforeAcceptance(),
        Ailment.Unavailable => Fault.ServiceUnavailable(),
        Ailment.Broken => Fault.Status(500),
        Ailment.Forbidden => Fault.Status(403),
        Ailment.TimedOut => Fault.Status(408),
        Ailment.Hang => Fault.Hang(),
        Ailment.HangAfterAcceptance => Fault.SlowBody(Endless),
        Ailment.Garbage => Fault.Garbage(accepted: false),
        Ailment.Refused => Fault.Status(400, Refusal),
        _ => throw new ArgumentOutOfRangeException(nameof(ailment), ailment, "Nothing is planted for it."),
    };

    private static bool HasBarrier(ReadOnlySpan<byte> body) =>
        body.IndexOf("\"delete\""u8) >= 0
        || body.IndexOf("suppress\""u8) >= 0
        || body.IndexOf("\"merge\""u8) >= 0;

    private static bool HasAnyOf(HashSet<string> tokens, ReadOnlyMemory<byte> body)
    {
        if (!HasBarrier(body.Span))
        {
            return false;
        }

        using JsonDocument json = JsonDocument.Parse(body);
        return RequestItems.Of(json.RootElement).Any(item => tokens.Contains(StepToken.Of(item)));
    }
}
