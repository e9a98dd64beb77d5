using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CustomerIo.Resilience.Packaging.Tests.Support;
using CustomerIo.Resilience.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Packaging.Tests;

public sealed partial class ReadmeTests
{
    private static readonly Snippet[] Snippets = [.. Page.All.SelectMany(static page => page.Snippets)];

    public static TheoryData<int> SnippetNumbers => [.. Enumerable.Range(0, Snippets.Length)];

    [Fact]
    public void It_has_snippets() => Readme.Snippets.Count.ShouldBeGreaterThan(3);

    [Theory]
    [MemberData(nameof(SnippetNumbers))]
    public void Every_snippet_compiles_without_a_warning(int number) =>
        SnippetCompiler.Compile(Snippets[number]).ShouldBeEmpty();

    [Fact]
    public void A_broken_snippet_is_reported_with_its_line_of_the_readme()
    {
        Snippet broken = new("README.md", 40, "int one = 1;\nclient.TrackAsyncc(one);\n");

        IReadOnlyList<string> problems = SnippetCompiler.Compile(broken);

        problems.ShouldHaveSingleItem().ShouldStartWith("README.md(41): CS1061");
    }

    [Fact]
    public void Every_link_into_the_repository_leads_somewhere() => Page.All
        .SelectMany(static page => page.Links)
        .Where(static link => !Path.Exists(Path.Combine(Repository.Root, link)))
        .ShouldBeEmpty();

    [Fact]
    public void The_first_call_stands_by_line_15()
    {
        int line = Array.FindIndex(Readme.Lines, text => text.Contains("client.TrackAsync(", StringComparison.Ordinal)) + 1;

        line.ShouldBeInRange(1, 15);
    }

    [Theory]
    [InlineData(typeof(DeliveryStatus))]
    [InlineData(typeof(RejectionReason))]
    public void It_explains_every_outcome(Type outcomes) =>
        Enum.GetNames(outcomes)
            .Where(name => name is not "None" && !Readme.Text.Contains($"`{name}`", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public async Task It_names_the_instruments_that_exist_and_no_others()
    {
        List<string> published = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is "CustomerIo.Resilience")
            {
                lock (published)
                {
                    published.Add(instrument.Name);
                }
            }
        };
        listener.Start();
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = HostFor(simulator);
        await host.StartAsync();
        await host.Services.GetRequiredService<ICustomerIoClient>().TrackAsync("42", "readme_checked");
        await host.StopAsync();

        IEnumerable<string> named = InstrumentRows()
            .SelectMany(row => InstrumentName().Matches(row.Split(" | ")[0]))
            .Select(match => match.Groups["name"].Value);

        named.Order().ShouldBe(published.Distinct().Order());
    }

    [Fact]
    public void Every_log_event_is_in_a_range_it_names()
    {
        (int From, int To)[] ranges =
        [
            .. LogRange().Matches(Readme.Text).Select(match => (
                int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["to"].Value, CultureInfo.InvariantCulture))),
        ];
        int[] ids =
        [
            .. new[] { typeof(ICustomerIoClient), typeof(SqliteFallbackOptions) }
                .SelectMany(marker => marker.Assembly.GetTypes())
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
                .OfType<int>(),
        ];

        ids.Length.ShouldBeGreaterThan(10);
        ids.Where(id => !ranges.Any(range => id >= range.From && id <= range.To)).ShouldBeEmpty();
        ranges.Where(range => !ids.Any(id => id >= range.From && id <= range.To)).ShouldBeEmpty();
        ids.ShouldBeUnique();
    }

    private static IEnumerable<string> InstrumentRows() =>
        Readme.Lines.SkipWhile(line => !line.StartsWith("| Instrument", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));

    private static IHost HostFor(CustomerIoSimulator simulator)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddCustomerIo(options =>
        {
            options.SiteId = simulator.SiteId;
            options.TrackApiKey = simulator.TrackApiKey;
            options.TrackAddress = simulator.TrackAddress;
        });
        return builder.Build();
    }

    [GeneratedRegex("`(?<name>customerio[.][a-z_.]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstrumentName();

    [GeneratedRegex(@"^\| (?<from>\d{4})–(?<to>\d{4}) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogRange();
}
