namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>What a store is to be made with for one rule of <see cref="FallbackStoreContract"/>.</summary>
public sealed class FallbackStoreSetting
{
    internal FallbackStoreSetting(string place, FallbackOptions options, TimeProvider time)
    {
        Place = place;
        Options = options;
        Time = time;
    }

    /// <summary>
    /// A name, of letters and digits, for where a durable store keeps things: a file, a schema, a prefix. A second
    /// store made with the same name opens what the first one left; two rules never have the same name.
    /// </summary>
    public string Place { get; }

    /// <summary>The bounds, which differ from rule to rule.</summary>
    public FallbackOptions Options { get; }

    /// <summary>The clock for the age of dead letters.</summary>
    public TimeProvider Time { get; }
}
