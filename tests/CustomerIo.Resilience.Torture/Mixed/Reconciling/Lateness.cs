using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>
/// How late an operation came, counted in fair time, and how late it may come: each operation of its lane that failed meanwhile
/// may delay it by the time that narrowing takes, and the machine by some.
/// </summary>
internal sealed class Lateness(Evidence evidence)
{
    private readonly (DateTime At, string[] Tokens, int[] Lanes)[] _failures =
    [
        .. evidence.Failures.Select(failure => (
            failure.At,
            failure.Tokens.ToArray(),
            failure.Tokens.Select(token => LaneOf(evidence, token)).ToArray())),
    ];

    private readonly Dictionary<string, int> _lanes = evidence.Keys.ToDictionary(
        static pair => pair.Key,
        static pair => OperationKey.LaneOf(pair.Value, Settings.Lanes),
        StringComparer.Ordinal);

    public (TimeSpan Late, TimeSpan Allowed) Of(Call call, DateTime arrived)
    {
        TimeSpan late = evidence.FairTime.Within(call.CalledAt, arrived);
        if (late <= Settings.Slack)
        {
            return (late, Settings.Slack);
        }

        int lane = _lanes[call.Step.Key];
        HashSet<string> ailing = new(StringComparer.Ordinal);
        foreach ((DateTime at, string[] tokens, int[] lanes) in _failures)
        {
            if (at < call.CalledAt - Settings.AttemptTimeout || at > arrived)
            {
                continue;
            }

            for (int index = 0; index < tokens.Length; index++)
            {
                if (lanes[index] == lane)
                {
                    ailing.Add(tokens[index]);
                }
            }
        }

        return (late, Settings.Slack + (ailing.Count * Settings.Narrowing));
    }

    private static int LaneOf(Evidence evidence, string token)
    {
        foreach (var step in evidence.Plan.Steps)
        {
            if (step.IsAiling && string.Equals(Planning.StepToken.Of(step), token, StringComparison.Ordinal))
            {
                return OperationKey.LaneOf(evidence.Keys[step.Key], Settings.Lanes);
            }
        }

        return -1;
    }
}
