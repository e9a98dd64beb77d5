using System.Globalization;

namespace CustomerIo.Resilience.Resilience;

/// <summary>What must hold between options; the attributes check each option by itself.</summary>
internal static class ResilienceOptionsRules
{
    /// <summary>One message for each broken rule; none when all is well.</summary>
    /// <param name="path">Where the options are, such as <c>CustomerIo:Track</c>.</param>
    /// <param name="options">The options.</param>
    public static IEnumerable<string> Check(string path, ResilienceOptions options)
    {
        if (options.AttemptTimeout > options.TotalTimeout)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{path}:AttemptTimeout is {options.AttemptTimeout}; at most TotalTimeout "
                + $"({options.TotalTimeout}) is allowed.");
        }

        if (options.Retry is { } retry && retry.BaseDelay > retry.MaxDelay)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{path}:Retry:BaseDelay is {retry.BaseDelay}; at most MaxDelay ({retry.MaxDelay}) is allowed.");
        }

        if (options.CircuitBreaker is { } breaker && breaker.ProbeTimeout < options.AttemptTimeout)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{path}:CircuitBreaker:ProbeTimeout is {breaker.ProbeTimeout}; at least AttemptTimeout "
                + $"({options.AttemptTimeout}) is allowed.");
        }
    }
}
