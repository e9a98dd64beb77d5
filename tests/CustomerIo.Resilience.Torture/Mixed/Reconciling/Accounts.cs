using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>Says of each operation what became of it.</summary>
internal sealed class Accounts
{
    private readonly Evidence _evidence;
    private readonly Appearances _seen;
    private readonly ILookup<string, Call> _owners;
    private readonly ILookup<string, Call> _erasures;

    public Accounts(Evidence evidence, Appearances seen)
    {
        _evidence = evidence;
        _seen = seen;
        _owners = evidence.Calls
            .SelectMany(static call => Own(call.Step).Select(key => (Key: key, Call: call)))
            .ToLookup(static one => one.Key, static one => one.Call, StringComparer.Ordinal);
        _erasures = evidence.Calls.Where(static call => call.Step.Kind.IsErasure())
            .ToLookup(static call => call.Step.Key, StringComparer.Ordinal);
    }

    /// <summary>Whether it may have left its place in the order: it always fails, was refused, or was a dead letter.</summary>
    public bool MayComeLate(Step step) =>
        step.IsAiling || _evidence.Letters.Contains(StepToken.Of(step)) || _seen.WasRefused(step);

    public Fate FateOf(Call call)
    {
        string token = StepToken.Of(call.Step);
        if (_seen.FirstOf(call.Step) is not null)
        {
            return Fate.Delivered;
        }

        if (call.Answer is nameof(DeliveryStatus.Delivered))
        {
            return Fate.Lost;
        }

        if (_evidence.LastLetters.Contains(token))
        {
            return Fate.DeadLetter;
        }

        if (_evidence.Kept.Contains(token))
        {
            return Own(call.Step).Any(_evidence.Plan.Endless.Contains) ? Fate.Parked : Fate.Stuck;
        }

        return WasErased(call) ? Fate.Erased : _seen.WasRefused(call.Step) ? Fate.Refused : Fate.Lost;
    }

    /// <summary>Whether it was given up without ever failing by itself, or being refused.</summary>
    public bool IsInnocentLetter(Call call) =>
        !call.Step.IsAiling && _evidence.Letters.Contains(StepToken.Of(call.Step)) && !_seen.WasRefused(call.Step);

    /// <summary>Whether its caller was told that it will not be delivered, although it is.</summary>
    public bool WasDenied(Call call) =>
        !call.IsRepeated
        && call.Answer is nameof(RejectionReason.StoreFull) or nameof(RejectionReason.QueueFull)
            or nameof(RejectionReason.KeyBlocked)
        && _seen.FirstOf(call.Step) is not null;

    private static string[] Own(Step step) => step.Secondary is { } secondary ? [step.Key, secondary] : [step.Key];

    private bool WasErased(Call call) => call.Step.Kind switch
    {
        StepKind.Delete or StepKind.Suppress or StepKind.Unsuppress => false,

        // As a dead letter only: it concerns another person too.
        StepKind.Merge => MayComeLate(call.Step) && Own(call.Step).Any(key => HasErasureAfter(call, key)),

        // Goes out before the erasure, unless it, or something before it, failed.
        StepKind.Object => _owners[call.Step.Key].Any(one => MayComeLate(one.Step))
            && call.Step.Named.Any(key => HasErasureAfter(call, key)),
        _ => WasErasedByReplay(call.Step.Key)
            || (HasErasureAfter(call, call.Step.Key) && (MayComeLate(call.Step) || !WasOvertakenBeforeErasure(call))),
    };

    private bool HasErasureAfter(Call call, string key) =>
        WasErasedByReplay(key) || _erasures[key].Any(erasure => IsAfter(call, erasure));

    // A refused delete that is replayed drops what waits then, whenever that was called.
    private bool WasErasedByReplay(string key) =>
        _erasures[key].Any(erasure => _evidence.Letters.Contains(StepToken.Of(erasure.Step)));

    private bool IsAfter(Call call, Call erasure) =>
        call.FirstBefore < (erasure.After ?? int.MaxValue) && (erasure.After is null || MayHaveEffect(erasure));

    private bool MayHaveEffect(Call erasure) => _evidence.IsPromise(erasure) || _seen.FirstOf(erasure.Step) is not null;

    // Waiting operations leave in their order: what still waited at the erasure has nothing behind it that left before.
    private bool WasOvertakenBeforeErasure(Call call)
    {
        Call[] erasures = [.. _erasures[call.Step.Key].Where(erasure => IsAfter(call, erasure))];
        return _owners[call.Step.Key].Any(later =>
            later.Step.Kind.IsNumbered()
            && call.Precedes(later)
            && erasures.All(erasure => later.Precedes(erasure))
            && _seen.FirstOf(later.Step) is not null);
    }
}
