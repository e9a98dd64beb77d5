namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>What the judge found.</summary>
internal sealed record MixedFindings
{
    /// <summary>Operations the library said it has.</summary>
    public int Acknowledged { get; set; }

    /// <summary>Those of them that the server applied.</summary>
    public int Delivered { get; set; }

    /// <summary>Those of them that the server refused, and that are dead letters no more.</summary>
    public int Refused { get; set; }

    /// <summary>Those of them that a later delete or suppress dropped.</summary>
    public int Erased { get; set; }

    /// <summary>Those of them that are dead letters in the end.</summary>
    public int DeadLetters { get; set; }

    /// <summary>Those of them that wait for ever, behind a delete that the server never takes.</summary>
    public int Parked { get; set; }

    /// <summary>Those of them of which none of that is true.</summary>
    public int Lost { get; set; }

    /// <summary>Events that took effect again.</summary>
    public int Duplicated { get; set; }

    /// <summary>Operations that came for the first time after one that was called later.</summary>
    public int Reordered { get; set; }

    /// <summary>Operations that came after a delete or suppress that was called later.</summary>
    public int Resurrected { get; set; }

    /// <summary>Operations of the innocent that came too late, and operations that are stuck in the end.</summary>
    public int Blocked { get; set; }

    /// <summary>The longest fair time that an innocent operation took.</summary>
    public TimeSpan Latest { get; set; }

    /// <summary>Innocent operations that were given up, which random faults can bring about and should not often.</summary>
    public int Blamed { get; set; }

    /// <summary>Operations that the library said will not be delivered, and that the server applied.</summary>
    public int Denied { get; set; }

    /// <summary>A line about each of the five, and how those went that it concerns.</summary>
    public List<string> Details { get; } = [];

    public bool IsClean => this is { Lost: 0, Duplicated: 0, Reordered: 0, Resurrected: 0, Blocked: 0 };

    public string LastLine => FormattableString.Invariant(
        $"acknowledged={Acknowledged} delivered={Delivered} refused={Refused} erased={Erased} deadletters={DeadLetters} ")
        + FormattableString.Invariant($"lost={Lost} duplicated={Duplicated} reordered={Reordered} ")
        + FormattableString.Invariant($"resurrected={Resurrected} blocked={Blocked}");
}
