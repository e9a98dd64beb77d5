namespace CustomerIo.Resilience.AspNetCore;

/// <summary>What the dashboard remembers. It is kept in memory and begins with the process.</summary>
public sealed class CustomerIoDashboardOptions
{
    /// <summary>
    /// How often figures are taken, and an open page is brought up to date. Default: 2 s. From 100 ms to 1 minute.
    /// </summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many of them are kept and drawn. Default: 300, the last 10 minutes. From 10 to 5,000.</summary>
    public int Samples { get; set; } = 300;

    internal const string Problem =
        "The dashboard's SampleInterval may be from 100 ms to 1 minute, its Samples from 10 to 5,000.";

    internal bool IsValid =>
        SampleInterval >= TimeSpan.FromMilliseconds(100) && SampleInterval <= TimeSpan.FromMinutes(1) && Samples is >= 10 and <= 5_000;
}
