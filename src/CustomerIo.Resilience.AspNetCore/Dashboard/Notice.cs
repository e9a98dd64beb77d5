namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>What became of a form; told on the page that follows it.</summary>
internal enum Notice
{
    /// <summary>One is on its way again.</summary>
    Replayed,

    /// <summary>All that were found are on their way again.</summary>
    AllReplayed,

    /// <summary>Memory is full or the host stops; they stay dead letters.</summary>
    NotTaken,

    /// <summary>One was removed.</summary>
    Removed,

    /// <summary>Somebody else was faster.</summary>
    Gone,
}
