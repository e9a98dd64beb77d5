using System.Reflection;
using System.Text.RegularExpressions;
using CustomerIo.Resilience.AspNetCore;
using CustomerIo.Resilience.Packaging.Tests.Support;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Packaging.Tests;

public sealed partial class ConventionTests
{
    private const int LongestFile = 350;
    private const int LongestLine = 120;
    private const double ShareOfLongLines = 0.03;

    private static readonly Assembly[] Assemblies =
    [
        typeof(ICustomerIoClient).Assembly,
        typeof(SqliteFallbackOptions).Assembly,
        typeof(CustomerIoHealthEndpointExtensions).Assembly,
        typeof(CustomerIoSimulator).Assembly,
    ];

    [Fact]
    public void Every_concrete_class_is_sealed() => Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !type.Name.StartsWith('<'))
        .Where(type => !Assemblies.SelectMany(assembly => assembly.GetTypes()).Any(other => other.BaseType == type))
        .ShouldBeEmpty();

    [Fact]
    public void Every_public_type_is_in_a_namespace_of_the_library() => Assemblies
        .SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => !$"{type.Namespace}.".StartsWith("CustomerIo.Resilience.", StringComparison.Ordinal))
        .ShouldBeEmpty();

    [Fact]
    public void A_cancellation_token_comes_last() => Assemblies
        .SelectMany(assembly => assembly.GetExportedTypes())
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetParameters().SkipLast(1).Any(one => one.ParameterType == typeof(CancellationToken)))
        .ShouldBeEmpty();

    [Fact]
    public void Every_asynchronous_method_says_so_in_its_name() => Assemblies
        .SelectMany(assembly => assembly.GetExportedTypes())
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType) && !method.IsSpecialName)
        .Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal))
        .ShouldBeEmpty();

    [Fact]
    public void No_source_file_is_longer_than_two_pages() => Repository.Sources()
        .Where(file => file.Lines.Length > LongestFile)
        .Select(file => $"{file.Name}: {file.Lines.Length} lines")
        .ShouldBeEmpty();

    [Fact]
    public void Hardly_any_line_is_longer_than_a_screen_is_wide()
    {
        string[] lines = [.. Repository.Sources().SelectMany(file => file.Lines)];

        int tooLong = lines.Count(line => line.Length > LongestLine);

        ((double)tooLong / lines.Length).ShouldBeLessThan(ShareOfLongLines, $"{tooLong} of {lines.Length} lines are longer.");
    }

    [Fact]
    public void No_source_file_has_a_region_a_clock_or_chance_of_its_own() => Repository.Sources()
        .SelectMany(file => file.Lines.Select((line, index) => (Place: $"{file.Name}:{index + 1}", Line: line)))
        .Where(line => Unwanted().IsMatch(line.Line) && !line.Line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .Select(line => $"{line.Place}: {line.Line.Trim()}")
        .ShouldBeEmpty();

    [Fact]
    public void The_analyzer_that_bans_clocks_is_on_for_every_package()
    {
        string banned = File.ReadAllText(Path.Combine(Repository.Root, "src", "BannedSymbols.txt"));
        string settings = File.ReadAllText(Path.Combine(Repository.Root, "src", "Directory.Build.props"));

        banned.ShouldContain("P:System.DateTimeOffset.UtcNow;");
        banned.ShouldContain("P:System.DateTime.UtcNow;");
        banned.ShouldContain("P:System.Random.Shared;");
        settings.ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        settings.ShouldContain("BannedSymbols.txt");
    }

    [GeneratedRegex(
        @"^\s*#region|pragma warning disable RS0030|\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|Random\.Shared|Guid\.NewGuid",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unwanted();
}
