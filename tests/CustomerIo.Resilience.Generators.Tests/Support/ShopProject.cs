using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CustomerIo.Resilience.Generators.Tests.Support;

/// <summary>A project of one source file, compiled as the compiler would with the package installed.</summary>
internal sealed class ShopProject
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using CustomerIo.Resilience;

        namespace Shop;


        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp12);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "CustomerIo.Resilience.dll" or "netstandard.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly string? _plan;
    private readonly Settings _settings;
    private readonly GeneratorDriver _driver;

    public ShopProject(string source, string? plan = null, bool writesPlan = false, string rootNamespace = "Shop")
    {
        _plan = plan;
        _settings = new Settings(rootNamespace, writesPlan);
        Compilation = CSharpCompilation.Create(
            "Shop",
            [Parse(Head + source, "Shop.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new TypedEventGenerator().AsSourceGenerator()],
            parseOptions: Options,
            optionsProvider: _settings,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    public CSharpCompilation Compilation { get; }

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Options, path);

    public GeneratorDriver Generate() => _driver.RunGenerators(Compilation);

    /// <summary>The generated files by name, without their first three lines.</summary>
    public Dictionary<string, string> GeneratedFiles() => Generate().GetRunResult().Results.Single().GeneratedSources.ToDictionary(
        static file => file.HintName, static file => file.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>What the compiler says of the source together with what was generated; nothing, if all is well.</summary>
    public string[] Errors()
    {
        _driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation complete, out ImmutableArray<Diagnostic> ofGenerator);
        return [.. complete.GetDiagnostics().Concat(ofGenerator)
            .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(static diagnostic => diagnostic.ToString())];
    }

    /// <summary>What the analyzers say: id, severity, what they point at, and the message.</summary>
    public async Task<string[]> DiagnosticsAsync() =>
        [.. (await AnalyzeAsync()).Select(Describe).Order(StringComparer.Ordinal)];

    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync()
    {
        _driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation complete, out _);
        ImmutableArray<AdditionalText> files = _plan is null ? [] : [new TextFile("/shop/customerio.plan.json", _plan)];
        CompilationWithAnalyzers analysis = complete.WithAnalyzers(
            [new TypedEventAnalyzer(), new UntypedCallAnalyzer()],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions(files, _settings), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        return await analysis.GetAnalyzerDiagnosticsAsync();
    }

    private string Describe(Diagnostic diagnostic)
    {
        string file = diagnostic.Location.SourceTree?.ToString() ?? _plan ?? string.Empty;
        string place = file[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End];
        return $"{diagnostic.Id} {diagnostic.Severity} at «{place}»: {diagnostic.GetMessage()}";
    }
}
