using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Sending;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>A request of the side lane on its way.</summary>
internal sealed class SideRequest
{
    public required IReadOnlyList<SideItem> Items { get; init; }

    public required Batch Batch { get; init; }

    public required SendPath Path { get; init; }

    public required TrafficPermit Permit { get; init; }

    /// <summary>It has a single operation, which has failed before.</summary>
    public required bool IsBlamed { get; init; }

    /// <summary>The path worked when it began.</summary>
    public required bool BeganInGoodWeather { get; init; }

    /// <summary>The number that the path's weather gave it; 0 if it is no fair sample.</summary>
    public required long Number { get; init; }

    public required Task<SendResult> Ending { get; init; }

    /// <summary>Of which nothing is known yet.</summary>
    public IEnumerable<SideItem> Undecided => Items.Where((_, index) => ResultOf(index).Status is DeliveryStatus.Queued);

    public DeliveryResult ResultOf(int index) => Batch.Entries[index].Result;
}
