using CustomerIo.Resilience.Generators.Reading;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CustomerIo.Resilience.Generators;

/// <summary>What the project says.</summary>
/// <param name="RootNamespace">Where the list of events goes.</param>
/// <param name="PlanPath">Where the tracking plan is.</param>
/// <param name="WritesPlan">Whether this build is made to write the tracking plan.</param>
internal sealed record ProjectSettings(string RootNamespace, string PlanPath, bool WritesPlan)
{
    public static ProjectSettings Of(AnalyzerConfigOptions options) => new(
        NamespaceOf(options.TryGetValue("build_property.RootNamespace", out string? space) ? space : string.Empty),
        options.TryGetValue("build_property.CustomerIoPlan", out string? plan) ? plan : string.Empty,
        options.TryGetValue("build_property.CustomerIoPlanIsWritten", out string? writes)
            && string.Equals(writes, "true", StringComparison.OrdinalIgnoreCase));

    // By default it is the file's name, which may have anything in it.
    private static string NamespaceOf(string name) =>
        string.Join(".", name.Split('.').Where(static part => part.Length > 0).Select(IdentifierOf));

    private static string IdentifierOf(string part)
    {
        string name = new([.. part.Select(static character => SyntaxFacts.IsIdentifierPartCharacter(character) ? character : '_')]);
        return Symbols.EscapeKeyword(SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? name : "_" + name);
    }
}
