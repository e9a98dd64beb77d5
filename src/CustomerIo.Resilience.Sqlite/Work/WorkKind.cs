namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>What a piece of work does to the file.</summary>
internal enum WorkKind
{
    /// <summary>Nothing.</summary>
    Reads,

    /// <summary>Adds operations: refused while the disk is full.</summary>
    Adds,

    /// <summary>Removes more than it adds: makes room.</summary>
    Removes,
}
