using CustomerIo.Resilience.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>
/// Compiles a snippet against the packages as an application would: with the generator, the implicit usings of a web
/// application, and names below, which a snippet may use without declaring them.
/// </summary>
internal static class SnippetCompiler
{
    public const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;
        """;

    private const string WebUsings =
        """
        using System.Net.Http.Json;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;
        """;

    private const string Names =
        """
        global using CustomerIo.Resilience;
        global using static Names;

        internal static class Names
        {
            public static Microsoft.Extensions.Hosting.HostApplicationBuilder builder => null!;
            public static Microsoft.AspNetCore.Builder.WebApplication app => null!;
            public static CustomerIo.Resilience.ICustomerIoClient client => null!;
            public static CustomerIo.Resilience.IBatchTracker background => null!;
            public static CustomerIo.Resilience.ITrackClient track => null!;
            public static CustomerIo.Resilience.IApiClient api => null!;
            public static CustomerIo.Resilience.IDeadLetters deadLetters => null!;
            public static CustomerIo.Resilience.ICustomerIoStatus status => null!;
        }
        """;

    // A snippet shows no more than its point: usings may repeat implicit ones, and there may be types only.
    private static readonly string[] Allowed = ["CS0105", "CS8933", "CS5001"];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static IReadOnlyList<string> Compile(Snippet snippet)
    {
        CSharpParseOptions options = new(LanguageVersion.Preview);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet",
            [
                CSharpSyntaxTree.ParseText(snippet.ToProgram($"{Usings}\n{WebUsings}"), options),
                CSharpSyntaxTree.ParseText(Names, options),
            ],
            References,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new TypedEventGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        return
        [
            .. complete.GetDiagnostics()
                .Where(found => found.Severity >= DiagnosticSeverity.Warning && !Allowed.Contains(found.Id))
                .Select(Describe),
        ];
    }

    private static string Describe(Diagnostic found)
    {
        FileLinePositionSpan place = found.Location.GetMappedLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {found.Id} {found.GetMessage()}";
    }
}
