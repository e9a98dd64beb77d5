using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>What a lane has.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneTotal
{
    public long Count { get; init; }

    public long Bytes { get; init; }

    /// <summary>Without any row, merge barriers included.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The first sequence, or one below it.</summary>
    public long Head { get; init; }

    /// <summary>The time of the first, or of one before it, in UTC ticks.</summary>
    public long HeadAt { get; init; }

    /// <summary>The highest sequence it has, or has had since it was opened.</summary>
    public long Last { get; init; }
}
