using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>Something wrong with a type, and where.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Location Place, params object[] Arguments)
{
    /// <summary>What a code fix would write in its place.</summary>
    public string? Suggestion { get; init; }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule,
        Place,
        Suggestion is null ? null : ImmutableDictionary<string, string?>.Empty.Add(nameof(Suggestion), Suggestion),
        Arguments);
}
