using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>Holds what the library said against what reached the server and what is left.</summary>
internal sealed class Judge
{
    private readonly Evidence _evidence;
    private readonly MixedFindings _findings = new();
    private readonly Appearances _seen;
    private readonly Accounts _accounts;
    private readonly HashSet<string> _concerned = new(StringComparer.Ordinal);

    private Judge(Evidence evidence)
    {
        _evidence = evidence;
        _seen = new Appearances(evidence.Plan, evidence.Sights);
        _accounts = new Accounts(evidence, _seen);
    }

    public static MixedFindings Judged(Evidence evidence)
    {
        Judge judge = new(evidence);
        judge.Account();
        judge.FindDuplicated();
        judge.FindReordered();
        judge.FindResurrected();
        judge.FindBlocked();
        judge.AddTrails();
        return judge._findings;
    }

    private void Account()
    {
        List<Call> missing = [];
        foreach (Call call in _evidence.Calls)
        {
            if (_accounts.IsInnocentLetter(call))
            {
                _findings.Blamed++;
            }

            if (!_evidence.IsPromise(call))
            {
                if (_accounts.WasDenied(call))
                {
                    _findings.Denied++;
                    _findings.Details.Add($"rejected as {call.Answer} and yet applied: {call.Step} in life {call.Life}");
                }

                continue;
            }

            _findings.Acknowledged++;
            switch (_accounts.FateOf(call))
            {
                case Fate.Delivered:
                    _findings.Delivered++;
                    break;
                case Fate.DeadLetter:
                    _findings.DeadLetters++;
                    break;
                case Fate.Refused:
                    _findings.Refused++;
                    break;
                case Fate.Erased:
                    _findings.Erased++;
                    break;
                case Fate.Parked:
                    _findings.Parked++;
                    break;
                case Fate.Stuck:
                    _findings.Blocked++;
                    Note("stuck", call);
                    break;
                case Fate.Lost when call.Answer is not nameof(DeliveryStatus.Delivered):
                    missing.Add(call);
                    break;
                default:
                    _findings.Lost++;
                    Note("lost", call);
                    break;
            }
        }

        AccountForMemory(missing);
    }

    // Nobody can say which operations wait in memory; but no more are lost than are missing beyond those.
    private void AccountForMemory(List<Call> missing)
    {
        bool isInMemory = missing.Count <= _evidence.InMemory;
        foreach (Call call in missing)
        {
            _findings.Blocked += isInMemory ? 1 : 0;
            _findings.Lost += isInMemory ? 0 : 1;
            Note(isInMemory ? "stuck in memory" : "lost", call);
        }
    }

    private void FindDuplicated()
    {
        foreach (Call call in _evidence.Calls.Where(static call => call.Step.Kind.HasId()))
        {
            if (_seen.Of(call.Step).Count(static one => one.Sight.Outcome is SeenOutcome.Applied) > 1)
            {
                _findings.Duplicated++;
                Note("duplicated", call);
            }
        }
    }

    // What was a dead letter goes to the end when it is replayed; what waited behind it does not.
    private void FindReordered()
    {
        foreach (Call[] calls in Conflicting())
        {
            foreach (Call call in calls.Where(call => !_accounts.MayComeLate(call.Step)))
            {
                if (_seen.FirstOf(call.Step) is { } place
                    && Array.Find(calls, later => call.Precedes(later)
                        && InConflict(call.Step, later.Step)
                        && _seen.FirstOf(later.Step) < place) is { } overtaking)
                {
                    _findings.Reordered++;
                    Note("reordered", call, $", which {overtaking.Step} overtook");
                }
            }
        }
    }

    // By key: those that own it, and those that name it.
    private IEnumerable<Call[]> Conflicting() => _evidence.Keys.Keys.Select(key =>
        _evidence.Calls.Where(call => call.Step.Owns(key) || call.Step.Names(key)).ToArray());

    private static bool InConflict(Step one, Step other) =>
        other.Owns(one.Key)
        || (one.Secondary is { } secondary && other.Owns(secondary))
        || (one.Kind.IsBarrier() && (other.Names(one.Key) || (one.Secondary is { } second && other.Names(second))))
        || (other.Kind.IsBarrier() && (one.Names(other.Key) || (other.Secondary is { } third && one.Names(third))));

    private void FindResurrected()
    {
        foreach (Call erasure in _evidence.Calls.Where(static call => call.Step.Kind.IsErasure()))
        {
            if (_seen.FirstOf(erasure.Step) is not { } gone)
            {
                continue;
            }

            string key = erasure.Step.Key;
            foreach (Call call in _evidence.Calls.Where(call =>
                !call.Step.Kind.IsErasure()
                && (call.Step.Owns(key) || call.Step.Names(key))
                && call.Precedes(erasure)))
            {
                if (_seen.Of(call.Step).Any(one => one.Place > gone && BringsBack(call.Step, one.Sight, key)))
                {
                    _findings.Resurrected++;
                    Note("resurrected", call, $" after {erasure.Step}");
                }
            }
        }
    }

    // A repeated event, or a merge of nobody, has no effect. What a suppression swallows was sent all the same.
    private static bool BringsBack(Step step, Sight sight, string key) => step.Kind switch
    {
        StepKind.Unsuppress => false,
        StepKind.Merge => sight.Outcome is SeenOutcome.Applied,
        StepKind.Object => sight.Named.Contains(key, StringComparer.Ordinal),
        StepKind.Event => sight.Outcome is SeenOutcome.Applied,
        _ => sight.Outcome is not SeenOutcome.Refused,
    };

    private void FindBlocked()
    {
        Lateness lateness = new(_evidence);
        foreach (Call call in _evidence.Calls.Where(call => _evidence.Plan.IsInnocent(call.Step)))
        {
            if (_seen.FirstOf(call.Step) is not { } place)
            {
                continue;
            }

            (TimeSpan late, TimeSpan allowed) = lateness.Of(call, _evidence.Sights[place].At);
            _findings.Latest = late > _findings.Latest ? late : _findings.Latest;
            if (late > allowed)
            {
                _findings.Blocked++;
                Note("blocked", call, string.Create(
                    CultureInfo.InvariantCulture,
                    $" for {late.TotalSeconds:F1} s of fair time, which is more than {allowed.TotalSeconds:F1} s"));
            }
        }
    }

    private void Note(string what, Call call, string more = "")
    {
        _findings.Details.Add($"{what}: {call.Step}{more}");
        _concerned.Add(call.Step.Key);
        if (call.Step.Secondary is { } secondary)
        {
            _concerned.Add(secondary);
        }
    }

    private void AddTrails()
    {
        foreach (string key in _concerned)
        {
            _findings.Details.Add($"    all about {key}, in the order of the calls:");
            foreach (Call call in _evidence.Calls.Where(call => call.Step.Owns(key) || call.Step.Names(key))
                .OrderBy(static call => call.FirstBefore))
            {
                IEnumerable<string> seen = _seen.Of(call.Step).Select(static one => string.Create(
                    CultureInfo.InvariantCulture, $"{one.Place}{MarkOf(one.Sight.Outcome)} {one.Sight.At:mm:ss.fff}"));
                _findings.Details.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"      {call.FirstBefore}-{call.After} {call.CalledAt:mm:ss.fff}-{call.AnsweredAt:mm:ss.fff} life {call.Life} {call.Step}: {call.Answer}; ")
                    + $"{_accounts.FateOf(call)}; seen {string.Join(", ", seen)}");
            }
        }
    }

    private static string MarkOf(SeenOutcome outcome) => outcome switch
    {
        SeenOutcome.Refused => "(refused)",
        SeenOutcome.WithoutEffect => "(no effect)",
        _ => string.Empty,
    };
}
