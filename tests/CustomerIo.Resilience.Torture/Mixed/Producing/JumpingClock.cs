namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>A wall clock that is put forward and back, while time itself goes on as it does.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _offset;

    public void JumpTo(TimeSpan offset) => Volatile.Write(ref _offset, offset.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _offset));
}
