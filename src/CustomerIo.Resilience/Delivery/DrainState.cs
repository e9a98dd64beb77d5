namespace CustomerIo.Resilience.Delivery;

/// <summary>How the drain of one lane goes; guarded by the drainer's lock.</summary>
internal sealed class DrainState(int maxCount)
{
    private int _halvings;

    /// <summary>Operations a request; halved while the server fails on this lane alone, until the cause is by itself.</summary>
    public int PageLimit => Math.Max(1, maxCount >> _halvings);

    /// <summary>Failures in a row while the server answered others.</summary>
    public int Attempts { get; private set; }

    /// <summary>Successes of all lanes when this one failed last.</summary>
    public long SuccessesAtFailure { get; set; } = long.MaxValue;

    /// <summary>The timestamp before which the lane rests.</summary>
    public long NotBefore { get; set; }

    /// <summary>The drainer's progress when a merge had to wait for another lane; it is not looked at before there is more.</summary>
    public long WaitsSince { get; set; } = -1;

    public void Succeed()
    {
        Attempts = 0;
        SuccessesAtFailure = long.MaxValue;
        _halvings = Math.Max(0, _halvings - 1);
    }

    public void Fail()
    {
        Attempts++;
        _halvings = Math.Min(_halvings + 1, 30);
    }
}
