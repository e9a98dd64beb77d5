namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>When what waits in memory is to leave it; guarded by the lane's lock.</summary>
internal sealed class LaneDue(LaneSettings settings, LaneQueue queue, LaneStock stock)
{
    /// <summary>Nothing more is taken, so that nothing more is worth waiting for.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Memory is so full that the oldest should go to the store.</summary>
    public bool IsSpillDue =>
        settings.Mode is StoreMode.Spill
        && queue.HasClosed
        && settings.Budget.ShouldSpill
        && settings.Time.GetTimestamp() >= settings.Budget.SpillsNotBefore;

    /// <summary>The first batch is due, whatever the clock says.</summary>
    public bool IsDueAnyway =>
        queue.First.IsUrgent
        || queue.First.IsFull
        || queue.First.Count >= settings.FlushCount
        || queue.HasClosed
        || settings.Mode is StoreMode.WriteAhead
        || stock.HasAny
        || IsEnding;

    /// <summary>How long the first batch waits for others to join it.</summary>
    public TimeSpan Wait =>
        IsDueAnyway ? TimeSpan.Zero : settings.FlushInterval - settings.Time.GetElapsedTime(queue.First.OpenedAt);
}
