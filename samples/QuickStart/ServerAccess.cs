using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>How to reach a simulator; goes from a process to its child through the environment.</summary>
internal sealed record ServerAccess(Uri Address, string SiteId, string TrackApiKey)
{
    private const string AddressName = "QUICKSTART_ADDRESS";
    private const string SiteIdName = "QUICKSTART_SITE_ID";
    private const string KeyName = "QUICKSTART_TRACK_API_KEY";

    public static ServerAccess To(CustomerIoSimulator simulator) =>
        new(simulator.TrackAddress, simulator.SiteId, simulator.TrackApiKey);

    public static ServerAccess FromEnvironment() => new(new Uri(Read(AddressName)), Read(SiteIdName), Read(KeyName));

    public void WriteTo(IDictionary<string, string?> environment)
    {
        environment[AddressName] = Address.AbsoluteUri;
        environment[SiteIdName] = SiteId;
        environment[KeyName] = TrackApiKey;
    }

    private static string Read(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new FormatException($"--child is for the sample itself, which sets {name}.");
}
