using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CustomerIo.Resilience.AspNetCore;
using CustomerIo.Resilience.Packaging.Tests.Support;
using CustomerIo.Resilience.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Packaging.Tests;

/// <summary>The README and the pages it leads to.</summary>
public sealed partial class ReadmeTests
{
    private const int LongestReadme = 160;

    private static readonly Page Operations = Page.Of("operations");

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
    public void Every_link_into_the_repository_leads_to_a_file_and_a_heading_that_are_there() => Page.All
        .SelectMany(static page => page.Links)
        .Where(static link => !link.LeadsSomewhere)
        .ShouldBeEmpty();

    [Theory]
    [InlineData("docs/operations.md", "", true)]
    [InlineData("docs/operations.md#metrics", "", true)]
    [InlineData("docs/operations.md#metrix", "", false)]
    [InlineData("docs/operation.md", "", false)]
    [InlineData("#metrics", "docs/operations.md", true)]
    [InlineData("../LICENSE", "docs/operations.md", true)]
    public void A_broken_link_is_told_from_one_that_works(string link, string page, bool works) =>
        PageLink.Of(page.Length == 0 ? "README.md" : page, link).LeadsSomewhere.ShouldBe(works);

    [Fact]
    public void It_is_short_and_leads_to_every_page()
    {
        string[] linked = [.. Readme.Page.Links.Select(static link => link.Target)];

        Readme.Lines.Length.ShouldBeInRange(1, LongestReadme);
        Page.All.Skip(1).Select(static page => page.Name).Except(linked, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void The_first_call_stands_by_line_15()
    {
        int line = Array.FindIndex(Readme.Lines, text => text.Contains("client.TrackAsync(", StringComparison.Ordinal)) + 1;

        line.ShouldBeInRange(1, 15);
    }

    [Theory]
    [InlineData(typeof(DeliveryStatus))]
    [InlineData(typeof(RejectionReason))]
    public void Every_outcome_is_explained_where_the_guarantees_are(Type outcomes) =>
        Unexplained(outcomes, Page.Of("delivery-guarantees")).ShouldBeEmpty();

    [Fact]
    public void It_explains_every_status() => Unexplained(typeof(DeliveryStatus), Readme.Page).ShouldBeEmpty();

    [Fact]
    public async Task The_tables_name_the_instruments_that_exist_and_no_others()
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
        await using WebApplication app = await StartAsync(simulator);
        await app.Services.GetRequiredService<ICustomerIoClient>().TrackAsync("42", "readme_checked");
        await app.StopAsync();

        string[] named =
        [
            .. Operations.RowsOf("| Instrument").Concat(Page.Of("webhooks").RowsOf("| Instrument"))
                .SelectMany(static row => InstrumentName().Matches(row.Split(" | ")[0]))
                .Select(static match => match.Groups["name"].Value),
        ];

        named.Order(StringComparer.Ordinal).ShouldBe(published.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_health_page_is_shown_with_the_fields_that_it_has()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        await using WebApplication app = await StartAsync(simulator);
        using HttpClient browser = new() { BaseAddress = new Uri(app.Urls.Single()) };
        using JsonDocument shown = JsonDocument.Parse(Operations.Blocks("json").First().Code);

        using JsonDocument real = JsonDocument.Parse(await browser.GetStringAsync("/health/customerio"));

        FieldsOf(shown.RootElement).ShouldBe(FieldsOf(real.RootElement));
    }

    [Fact]
    public async Task The_health_checks_data_are_named()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        await using WebApplication app = await StartAsync(simulator);
        ICustomerIoClient client = app.Services.GetRequiredService<ICustomerIoClient>();
        await client.TrackAsync("42", "delivered");
        simulator.Faults.When("/", Fault.ServiceUnavailable());
        await client.TrackAsync("42", "stored");

        HealthReport report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries["customerio"].Data.Keys.ShouldContain("oldest_stored");
        report.Entries["customerio"].Data.Keys
            .Where(static name => !Operations.Text.Contains($"`{name}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_log_event_is_in_a_range_that_is_named()
    {
        (int From, int To)[] ranges =
        [
            .. LogRange().Matches(Operations.Text).Select(match => (
                int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["to"].Value, CultureInfo.InvariantCulture))),
        ];
        int[] ids =
        [
            .. new[] { typeof(ICustomerIoClient), typeof(SqliteFallbackOptions), typeof(CustomerIoWebhookOptions) }
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

    private static IEnumerable<string> Unexplained(Type outcomes, Page page) => Enum.GetNames(outcomes)
        .Where(name => name is not "None" && !page.Text.Contains($"`{name}`", StringComparison.Ordinal));

    private static string[] FieldsOf(JsonElement json, string path = "") => json.ValueKind switch
    {
        JsonValueKind.Object => [.. json.EnumerateObject().SelectMany(one => FieldsOf(one.Value, $"{path}/{one.Name}"))],
        JsonValueKind.Array => FieldsOf(json[0], path),
        _ => [path],
    };

    private static async Task<WebApplication> StartAsync(CustomerIoSimulator simulator)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks().AddCustomerIo();
        builder.Services.AddCustomerIoWebhooks(static options => options.SigningSecrets.Add("for this test"));
        builder.Services.AddCustomerIo(options =>
        {
            options.SiteId = simulator.SiteId;
            options.TrackApiKey = simulator.TrackApiKey;
            options.TrackAddress = simulator.TrackAddress;
            options.Track.Retry.MaxRetries = 0;
        });
        WebApplication app = builder.Build();
        app.MapCustomerIoHealth("/health/customerio");
        await app.StartAsync();
        return app;
    }

    [GeneratedRegex("`(?<name>customerio[.][a-z_.]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstrumentName();

    [GeneratedRegex(@"^\| (?<from>\d{4})–(?<to>\d{4}) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogRange();
}
