namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>An export, which is done the moment it is asked for.</summary>
internal sealed record ExportState(
    int Id, string Type, string Description, int Total, byte[] Content, DateTimeOffset CreatedAt)
{
    /// <summary>What makes its link hard to guess; here it is merely not obvious.</summary>
    public string Token => $"token-{Id}-{CreatedAt.ToUnixTimeMilliseconds():x}";
}
