using CustomerIo.Resilience.Testing.Simulation;

namespace CustomerIo.Resilience.Testing;

/// <summary>
/// What goes wrong, and when. For each request the first queued fault that matches is played, else the first standing
/// rule, else the first mix that draws one. Safe to change while requests come in.
/// </summary>
public sealed class FaultPlan
{
    private readonly Gate _gate = new();
    private readonly ChangeSignal _changes;
    private readonly List<FaultRule> _next = [];
    private readonly List<FaultRule> _standing = [];
    private readonly List<FaultRule> _mixes = [];
    private TaskCompletionSource _release = NewRelease();
    private volatile bool _isActive;
    private int _hung;

    internal FaultPlan(ChangeSignal changes) => _changes = changes;

    /// <summary>How many requests hang at this moment.</summary>
    public int HungRequests => Volatile.Read(ref _hung);

    internal bool IsActive => _isActive;

    /// <summary>Plays these faults on the next requests, one each, in this order.</summary>
    /// <param name="faults">The faults.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Next(params Fault[] faults) => Next(matches: null, faults);

    /// <summary>Plays these faults on the next requests below a path, one each, in this order.</summary>
    /// <param name="pathPrefix">How the path starts, such as <c>/api/v2/</c>.</param>
    /// <param name="faults">The faults.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Next(string pathPrefix, params Fault[] faults) => Next(Below(pathPrefix), faults);

    /// <summary>Plays these faults on the next requests that match, one each, in this order.</summary>
    /// <param name="matches">Which requests; null for all.</param>
    /// <param name="faults">The faults.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Next(Func<FaultRequest, bool>? matches, params Fault[] faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        return Add(_next, [.. faults.Select(fault => new FixedFaultRule(matches, NotNull(fault), times: 1))]);
    }

    /// <summary>Plays a fault on every request below a path until <see cref="Clear"/>.</summary>
    /// <param name="pathPrefix">How the path starts; <c>/</c> for every request.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How often at most; null, the default, without end.</param>
    /// <returns>This plan.</returns>
    public FaultPlan When(string pathPrefix, Fault fault, int? times = null) => When(Below(pathPrefix), fault, times);

    /// <summary>Plays a fault on every request that matches until <see cref="Clear"/>.</summary>
    /// <param name="matches">Which requests.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How often at most; null, the default, without end.</param>
    /// <returns>This plan.</returns>
    public FaultPlan When(Func<FaultRequest, bool> matches, Fault fault, int? times = null)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return Add(_standing, [new FixedFaultRule(matches, NotNull(fault), times)]);
    }

    /// <summary>
    /// Plays a mix on every request: which fault the n-th request gets, if any, depends on the seed and n alone.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="mix">Faults with their probabilities, which add up to 1 at most.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Random(ulong seed, params (double Probability, Fault Fault)[] mix) =>
        Random(seed, matches: null, mix);

    /// <summary>
    /// Plays a mix on every request that matches: which fault the n-th of them gets, if any, depends on the seed and n
    /// alone.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="matches">Which requests; null for all.</param>
    /// <param name="mix">Faults with their probabilities, which add up to 1 at most.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Random(
        ulong seed, Func<FaultRequest, bool>? matches, params (double Probability, Fault Fault)[] mix)
    {
        ArgumentNullException.ThrowIfNull(mix);
        var sum = mix.Sum(entry => entry.Probability);
        if (mix.Any(entry => entry.Probability < 0 || entry.Fault is null) || sum > 1.000001)
        {
            throw new ArgumentException(
                $"Probabilities are 0 or more and add up to 1 at most; these add up to {sum}.", nameof(mix));
        }

        return Add(_mixes, [new RandomFaultRule(matches, seed, [.. mix])]);
    }

    /// <summary>Lets every request that hangs at this moment go on as usual.</summary>
    public void ReleaseHung()
    {
        TaskCompletionSource release;
        lock (_gate)
        {
            (release, _release) = (_release, NewRelease());
        }

        release.TrySetResult();
    }

    /// <summary>Forgets every fault; requests already under way, hung ones too, are left as they are.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _standing.Clear();
            _mixes.Clear();
            _isActive = false;
        }
    }

    internal PlayedFault? Decide(in FaultRequest request)
    {
        if (!_isActive)
        {
            return null;
        }

        lock (_gate)
        {
            return First(_next, request) ?? First(_standing, request) ?? First(_mixes, request);
        }
    }

    internal async Task HangAsync(CancellationToken cancellationToken)
    {
        Task release;
        lock (_gate)
        {
            release = _release.Task;
        }

        Interlocked.Increment(ref _hung);
        _changes.Pulse();
        try
        {
            await release.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _hung);
            _changes.Pulse();
        }
    }

    private static PlayedFault? First(List<FaultRule> rules, in FaultRequest request)
    {
        foreach (var rule in rules)
        {
            if (rule.Matches(in request) && rule.Play() is { } fault)
            {
                if (rule.IsSpent)
                {
                    rules.Remove(rule);
                }

                return fault;
            }
        }

        return null;
    }

    private static Func<FaultRequest, bool> Below(string pathPrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathPrefix);
        return request => request.Path.StartsWith(pathPrefix, StringComparison.Ordinal);
    }

    private static Fault NotNull(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault;
    }

    private static TaskCompletionSource NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FaultPlan Add(List<FaultRule> rules, IEnumerable<FaultRule> added)
    {
        lock (_gate)
        {
            rules.AddRange(added);
            _isActive = true;
        }

        return this;
    }
}
