namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>How Customer.io is while calls are made.</summary>
public enum Weather
{
    /// <summary>It takes everything.</summary>
    Well,

    /// <summary>It cannot be reached.</summary>
    Away,

    /// <summary>It comes and goes.</summary>
    Changing,
}
