using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CustomerIo.Resilience.Generators.Tests.Support;

/// <summary>The properties that a project makes visible to the compiler.</summary>
internal sealed class Settings(string rootNamespace, bool writesPlan) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(rootNamespace, writesPlan);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Values(string rootNamespace, bool writesPlan) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "build_property.RootNamespace" => rootNamespace,
                "build_property.CustomerIoPlanIsWritten" when writesPlan => "true",
                _ => null,
            };
            return value is not null;
        }
    }
}
