namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>What parent and producer say to each other, the first word of a line.</summary>
internal static class Words
{
    // The producer's.
    public const string Started = "started";
    public const string Issued = "issued";
    public const string Done = "done";
    public const string Before = "b";
    public const string After = "a";
    public const string Letter = "d";
    public const string LastLetter = "x";
    public const string Kept = "k";
    public const string InMemory = "m";
    public const string Note = "t";

    // The parent's.
    public const string Clock = "clock";
    public const string Keys = "keys";
    public const string KeysAway = "keys-away";
    public const string StoreFails = "store-fails";
    public const string ReplayAll = "replay-all";
    public const string ReplayOne = "replay-one";
    public const string Finish = "finish";
}
