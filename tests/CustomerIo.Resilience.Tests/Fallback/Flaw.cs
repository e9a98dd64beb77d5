namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>What a store may do wrong.</summary>
public enum Flaw
{
    None,
    ReadsNewestFirst,
    ReadsWholeLane,
    ReadRemoves,
    AltersPayloads,
    CountsNoDuplicates,
    ActsBeforeItIsCancelled,
    HasNoBounds,
    CompletesAllBefore,
    DropsDeadLetters,
    KeepsDeadLettersOfTheErased,
    ErasesLaterToo,
    ErasesEverybody,
    ListsBackwards,
    TakesNothing,
    CountsNothing,
    LosesEveryTenth,
    StartsEmpty,
    TellsNoBacklog,
    ForgetsDeadLetters,
}
