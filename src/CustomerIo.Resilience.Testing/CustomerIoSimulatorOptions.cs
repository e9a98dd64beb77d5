namespace CustomerIo.Resilience.Testing;

/// <summary>How a <see cref="CustomerIoSimulator"/> listens, answers and remembers.</summary>
public sealed class CustomerIoSimulatorOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The Site ID, the user name of the Track API. Default: <c>site-id</c>.</summary>
    public string SiteId { get; set; } = "site-id";

    /// <summary>The Track API key, the password of the Track API. Default: <c>track-api-key</c>.</summary>
    public string TrackApiKey { get; set; } = "track-api-key";

    /// <summary>The App API key, its bearer token. Default: <c>app-api-key</c>.</summary>
    public string AppApiKey { get; set; } = "app-api-key";

    /// <summary>The region the workspace lives in. Default: the United States.</summary>
    public SimulatorRegion Region { get; set; } = SimulatorRegion.Us;

    /// <summary>
    /// The status with which the United States host sends a European workspace's requests to the European host:
    /// 301 (the default), 302, 307 or 308. The App API was seen to answer 301; for the Track API the status is not
    /// documented.
    /// </summary>
    public int RedirectStatus { get; set; } = 301;

    /// <summary>The workspace's number, as the account region endpoint gives it. Default: 1.</summary>
    public int EnvironmentId { get; set; } = 1;

    /// <summary>
    /// Accept and count only: credentials are checked and bodies read, but nothing is parsed, kept or recorded.
    /// For load tests. Default: false.
    /// </summary>
    public bool Discard { get; set; }

    /// <summary>Whether <see cref="CustomerIoSimulator.Requests"/> keeps what came. Default: true.</summary>
    public bool RecordRequests { get; set; } = true;

    /// <summary>Whether recorded requests keep their bodies. Default: true.</summary>
    public bool RecordBodies { get; set; } = true;

    /// <summary>
    /// How many requests are kept, the first ones; later ones are counted only. Default: 1,000,000.
    /// </summary>
    public int MaxRecordedRequests { get; set; } = 1_000_000;

    /// <summary>
    /// How many operations are kept, the first ones; later ones are applied and counted only. Default: 2,000,000.
    /// </summary>
    public int MaxRecordedOperations { get; set; } = 2_000_000;

    /// <summary>
    /// The most items a batch may have; null, the default, means as many as fit into 500,000 bytes, since
    /// Customer.io documents no number.
    /// </summary>
    public int? MaxBatchItems { get; set; }

    /// <summary>
    /// The least time between two triggers of broadcasts, below which the answer is a 429; zero, the default, turns
    /// the limit off. Customer.io allows one trigger in 10 seconds (App API reference).
    /// </summary>
    public TimeSpan BroadcastInterval { get; set; }

    /// <summary>The clock for receipt times, latencies and hangs. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Called after each request was answered or reset, on the request's own thread; null, the default, calls
    /// nothing.
    /// </summary>
    public Action<RecordedRequest>? OnRequest { get; set; }
}
