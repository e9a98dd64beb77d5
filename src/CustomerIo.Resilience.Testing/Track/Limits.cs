namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Customer.io's limits, in UTF-8 bytes unless named otherwise (Track and App API references).</summary>
internal static class Limits
{
    public const int IdentifierBytes = 150;
    public const int AttributeNameBytes = 150;
    public const int AttributeValueBytes = 1000;
    public const int AttributeCount = 300;
    public const int EventNameBytes = 100;
    public const int EventDataBytes = 100_000;
    public const int ObjectBytes = 100_000;
    public const int ItemBytes = 32_000;
    public const int BatchBytes = 500_000;
    public const int SegmentIds = 1000;
    public const int EmailRecipients = 15;
    public const int AttachmentBytes = 2_000_000;
    public const int SendAheadDays = 90;
    public const int BroadcastBytes = 25_000_000;
    public const int BroadcastDataBytes = 50_000;
    public const int BroadcastRecipients = 10_000;
    public const int AttributeLookupIds = 100;

    /// <summary>The most the simulator reads of any body.</summary>
    public const int BodyBytes = 26_000_000;
}
