using System.Net;
using System.Text.RegularExpressions;
using CustomerIo.Resilience.AspNetCore.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.AspNetCore.Tests.Dashboard;

public sealed partial class DashboardPageTests
{
    private const string Hostile = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task Every_answer_forbids_what_is_not_the_dashboards_own()
    {
        await using Site site = await StartAsync();
        await site.RefusedAsync("ada", "seen");

        foreach (string page in (string[])["/cio", "/cio/dead-letters", "/cio/dashboard.css", "/cio/dashboard.js"])
        {
            using HttpResponseMessage answer = await site.Http.GetAsync(page);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        }
    }

    [Fact]
    public async Task Pages_need_nothing_from_elsewhere_and_no_inline_code()
    {
        await using Site site = await StartAsync();
        Ulid letter = await site.RefusedAsync("ada", "seen");

        foreach (string address in (string[])["/cio", "/cio/dead-letters", $"/cio/dead-letters/{letter}?payload=shown"])
        {
            string page = await site.Http.GetAsync(address, HttpStatusCode.OK);
            page.ShouldNotContain("style=");
            page.ShouldNotContain("<style");
            page.ShouldNotContain("http:");
            page.ShouldNotContain("https:");
            InlineCode().IsMatch(page).ShouldBeFalse();
            foreach (Match link in Links().Matches(page))
            {
                string target = WebUtility.HtmlDecode(link.Groups["target"].Value);
                if (!target.StartsWith('#'))
                {
                    await site.Http.GetAsync(target, HttpStatusCode.OK);
                }
            }
        }
    }

    [Fact]
    public async Task What_comes_from_outside_is_shown_and_never_markup()
    {
        await using Site site = await StartAsync();
        Ulid letter = await site.RefusedAsync(Hostile, Hostile, new() { [Hostile] = Hostile });

        string list = await site.Http.GetAsync(
            $"/cio/dead-letters?person={Uri.EscapeDataString(Hostile)}&notice={Uri.EscapeDataString(Hostile)}", HttpStatusCode.OK);
        string hidden = await site.Http.GetAsync($"/cio/dead-letters/{letter}", HttpStatusCode.OK);
        string shown = await site.Http.GetAsync($"/cio/dead-letters/{letter}?payload=shown", HttpStatusCode.OK);

        foreach (string page in (string[])[list, hidden, shown])
        {
            page.ShouldNotContain("<script>");
            page.ShouldNotContain("<img");
            page.ShouldContain("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;");
        }

        (list.Split("&lt;script&gt;").Length - 1).ShouldBeGreaterThanOrEqualTo(3, "search field, person and event name");
    }

    [Fact]
    public async Task A_payload_is_hidden_until_it_is_asked_for()
    {
        await using Site site = await StartAsync();
        Ulid letter = await site.RefusedAsync("ada", "seen", new() { ["secret"] = "swordfish" });

        string list = await site.Http.GetAsync("/cio/dead-letters", HttpStatusCode.OK);
        string hidden = await site.Http.GetAsync($"/cio/dead-letters/{letter}", HttpStatusCode.OK);
        string shown = await site.Http.GetAsync($"/cio/dead-letters/{letter}?payload=shown", HttpStatusCode.OK);

        list.ShouldNotContain("swordfish");
        hidden.ShouldNotContain("swordfish");
        hidden.ShouldContain("Show payload");
        shown.ShouldContain("swordfish");
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_and_delivered()
    {
        await using Site site = await StartAsync();
        Ulid letter = await site.RefusedAsync("ada", "seen");
        string page = await site.Http.GetAsync("/cio/dead-letters", HttpStatusCode.OK);

        using HttpResponseMessage answer = await site.Http.SubmitAsync(page, $"{letter}/replay");
        string after = await site.Http.GetAsync(answer.Headers.Location!.ToString(), HttpStatusCode.OK);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        after.ShouldContain("on its way again");
        site.Log.Ids.ShouldContain(1350);
        after.ShouldContain("There are none.");
        await site.Simulator.WaitForAsync(static customerIo => customerIo.EventsOf("ada").Count == 1);
    }

    [Fact]
    public async Task All_that_match_a_search_are_replayed_and_the_others_stay()
    {
        await using Site site = await StartAsync();
        await site.RefusedAsync("ada", "seen");
        await site.RefusedAsync("ada", "seen");
        Ulid other = await site.RefusedAsync("bob", "seen");
        string found = await site.Http.GetAsync("/cio/dead-letters?person=ada", HttpStatusCode.OK);
        found.ShouldNotContain("id:bob");

        using HttpResponseMessage answer = await site.Http.SubmitAsync(found, "/dead-letters/replay");

        answer.Headers.Location!.ToString().ShouldContain("person=ada");
        await site.Simulator.WaitForAsync(static customerIo => customerIo.EventsOf("ada").Count == 2);
        (await site.DeadLetters.ListPageAsync(0, 10)).Select(static one => one.Operation.Id).ShouldBe([other]);
        site.Log.Ids.ShouldContain(1351);
    }

    [Fact]
    public async Task A_dead_letter_is_removed_for_good_and_once()
    {
        await using Site site = await StartAsync();
        Ulid letter = await site.RefusedAsync("ada", "seen");
        string page = await site.Http.GetAsync($"/cio/dead-letters/{letter}", HttpStatusCode.OK);

        using HttpResponseMessage removed = await site.Http.SubmitAsync(page, "/remove");
        using HttpResponseMessage again = await site.Http.SubmitAsync(page, "/remove");

        removed.Headers.Location!.ToString().ShouldContain("notice=Removed");
        again.Headers.Location!.ToString().ShouldContain("notice=Gone");
        (await site.DeadLetters.ListPageAsync(0, 10)).ShouldBeEmpty();
        (await site.Http.GetAsync($"/cio/dead-letters/{letter}", HttpStatusCode.NotFound)).ShouldContain("No such dead letter");
        site.Log.Ids.Count(static id => id is 1352).ShouldBe(1);
    }

    [Fact]
    public async Task They_are_searched_by_person_kind_and_reason_and_shown_in_pages()
    {
        await using Site site = await StartAsync();
        for (int number = 0; number < 51; number++)
        {
            await site.RefusedAsync($"person-{number}", "seen");
        }

        await site.RefusedAsync(PersonId.Email("ada@example.com"), "seen");

        string first = await site.Http.GetAsync("/cio/dead-letters?kind=Event&reason=RefusedByServer", HttpStatusCode.OK);
        Match next = Links().Matches(first).Single(static link => link.Value.Contains("rel=\"next\"", StringComparison.Ordinal));
        string second = await site.Http.GetAsync(WebUtility.HtmlDecode(next.Groups["target"].Value), HttpStatusCode.OK);

        first.Split("<tr>").Length.ShouldBe(52, "50 rows, the head, and what stands before");
        second.ShouldContain("id:person-50");
        second.ShouldNotContain("rel=\"next\"");
        (await FoundAsync("person=ada@example.com&by=Email")).ShouldContain("email:ada@example.com");
        (await FoundAsync("person=ada@example.com&by=Id")).ShouldContain("There are none.");
        (await FoundAsync("kind=Identify")).ShouldContain("There are none.");
        (await FoundAsync("reason=AttemptsExhausted")).ShouldContain("There are none.");
        (await FoundAsync("kind=nonsense&reason=4711")).ShouldContain("id:person-1");

        Task<string> FoundAsync(string query) => site.Http.GetAsync($"/cio/dead-letters?{query}", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Throughput_waiting_and_the_circuits_history_are_on_the_first_page()
    {
        FakeTime time = new();
        await using Site site = await StartAsync(services => services.AddSingleton<TimeProvider>(time));
        for (int number = 0; number < 10; number++)
        {
            await site.Client.TrackAsync("ada", "seen");
        }

        time.Advance(TimeSpan.FromSeconds(2));
        site.Get<ICircuitBreakers>().App.Isolate();
        string page = await site.Http.GetAsync("/cio", HttpStatusCode.OK);

        page.ShouldContain("Delivered per second: now 5, scale to 5");
        page.ShouldContain("Waiting: now 0");
        page.ShouldMatch("Attempts, ms: median [0-9.,]+, 95th percentile [0-9.,]+");
        page.ShouldContain("<td data-label=\"To\">isolated</td>");
        page.ShouldContain("App API: <span class=\"state\">isolated</span>");
        page.ShouldContain("Degraded");
        page.Split("<li class=\"direct\">").Length.ShouldBe(17, "one for each lane");
    }

    [Fact]
    public async Task The_stream_begins_at_once_goes_on_with_time_and_ends_when_the_host_stops()
    {
        FakeTime time = new();
        await using Site site = await StartAsync(services => services.AddSingleton<TimeProvider>(time));
        using HttpResponseMessage answer = await site.Http.GetAsync("/cio/live", HttpCompletionOption.ResponseHeadersRead);
        using StreamReader stream = new(await answer.Content.ReadAsStreamAsync());

        string first = await MessageAsync(stream);
        await site.Client.TrackAsync("ada", "seen");
        time.Advance(TimeSpan.FromSeconds(2));
        string second = await MessageAsync(stream);
        Task stopped = site.StopAsync();

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        first.ShouldContain("<section id=\"health\"");
        first.ShouldContain("<dt>Delivered</dt><dd>0</dd>");
        second.ShouldContain("<dt>Delivered</dt><dd>1</dd>");
        (await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeEmpty();
        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Each_workspace_has_its_pages()
    {
        await using CustomerIoSimulator blog = await CustomerIoSimulator.StartAsync();
        await using Site site = await StartAsync(services =>
        {
            services.AddCustomerIo("blog", options => Site.PointTo(options, blog));
            services.AddCustomerIo("reads", static options => options.AppApiKey = "app-key");
        });
        await site.RefusedAsync("ada", "seen");

        (await site.Http.GetAsync("/cio/dead-letters", HttpStatusCode.OK)).ShouldContain("id:ada");
        (await site.Http.GetAsync("/cio/dead-letters?workspace=blog", HttpStatusCode.OK)).ShouldContain("There are none.");
        (await site.Http.GetAsync("/cio/dead-letters?workspace=reads", HttpStatusCode.OK)).ShouldContain("There are none.");
        (await site.Http.GetAsync("/cio?workspace=blog", HttpStatusCode.OK)).ShouldContain("workspace=reads");
        (await site.Http.GetAsync("/cio?workspace=nobody", HttpStatusCode.NotFound)).ShouldNotContain("nobody");
    }

    private static async Task<string> MessageAsync(StreamReader stream)
    {
        List<string> lines = [];
        while (await stream.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { Length: > 0 } line)
        {
            line.ShouldStartWith("data: ");
            lines.Add(line["data: ".Length..]);
        }

        return string.Join('\n', lines);
    }

    private static Task<Site> StartAsync(Action<IServiceCollection>? add = null) => Site.StartAsync(
        static app => app.MapCustomerIoDashboard("/cio"),
        services =>
        {
            services.AddCustomerIoDashboard();
            add?.Invoke(services);
        },
        environment: "Development");

    [GeneratedRegex("<[^>]+ on[a-z]+=|<script>|<script(?! src)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(
        "<(a|link)[^>]* href=\"(?<target>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
