namespace CustomerIo.Resilience.Testing;

/// <summary>The data centre a workspace lives in (Track API reference, account region).</summary>
public enum SimulatorRegion
{
    /// <summary>The United States: the European host refuses this workspace's credentials.</summary>
    Us,

    /// <summary>The European Union: the United States host redirects this workspace's requests.</summary>
    Eu,
}
