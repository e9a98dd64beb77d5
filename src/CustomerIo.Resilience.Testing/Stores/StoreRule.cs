using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>A rule of the store contract.</summary>
/// <param name="Member">The member of <see cref="IFallbackStore"/> whose promise it is.</param>
/// <param name="Sentence">The rule.</param>
/// <param name="Check">Throws where it is broken.</param>
/// <param name="Configure">Options other than room for 1,000 operations.</param>
/// <param name="IsAboutReopening">Whether it is a rule for durable stores.</param>
internal sealed record StoreRule(
    string Member,
    string Sentence,
    Func<StoreBench, Task> Check,
    Action<FallbackOptions>? Configure = null,
    bool IsAboutReopening = false);
