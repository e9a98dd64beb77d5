using CustomerIo.Resilience.Delivery.Sending;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>A lane's request on its way.</summary>
internal sealed class InFlight(Batch batch, int first, int count, TrafficPermit permit)
{
    public Batch Batch => batch;

    public int First => first;

    public int Count => count;

    public TrafficPermit Permit => permit;

    public required SendPath Path { get; init; }

    /// <summary>A single operation of another key than what failed, to see who is to blame.</summary>
    public required bool IsTrial { get; init; }

    /// <summary>Its batch is the lane's head, and not one from far behind.</summary>
    public required bool IsOfHead { get; init; }

    /// <summary>The path worked when it began.</summary>
    public required bool BeganInGoodWeather { get; init; }

    /// <summary>The number that the path's weather gave it.</summary>
    public required long Number { get; init; }

    public required Task<SendResult> Ending { get; init; }
}
