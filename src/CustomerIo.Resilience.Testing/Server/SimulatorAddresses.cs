namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The two doors: the one of the workspace's own region, and the other region's.</summary>
internal sealed class SimulatorAddresses
{
    public int HomePort { get; set; }

    public int OtherPort { get; set; }

    public Uri Home => new($"http://127.0.0.1:{HomePort}/");

    public Uri Other => new($"http://127.0.0.1:{OtherPort}/");
}
