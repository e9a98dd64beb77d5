using System.Net;
using CustomerIo.Resilience.AspNetCore.Tests.Support;
using CustomerIo.Resilience.Fallback;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Tests.Dashboard;

public sealed class DashboardAccessTests
{
    private static readonly string[] Pages =
    [
        "/cio", "/cio/", "/cio/live", "/cio/dead-letters", "/cio/dead-letters/01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "/cio/dashboard.css", "/cio/dashboard.js", "/cio/dashboard.svg",
    ];

    [Fact]
    public async Task Outside_development_and_without_a_policy_everything_is_refused()
    {
        await using Site site = await Site.StartAsync(
            static app => app.MapCustomerIoDashboard("/cio"), static services => services.AddCustomerIoDashboard());
        Ulid letter = await site.RefusedAsync("ada", "seen");

        foreach (string page in Pages)
        {
            (await site.Http.GetAsync(page, HttpStatusCode.Forbidden)).ShouldContain("needs an authorization policy");
        }

        foreach (string action in Actions(letter))
        {
            using HttpResponseMessage answer = await site.Http.PostAsync(action, content: null);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, action);
        }

        (await LettersAsync(site)).ShouldBe([letter]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_policy_it_opens_to_those_the_policy_lets_in(bool byName)
    {
        await using Site site = await StartWithUsersAsync(app =>
        {
            if (byName)
            {
                app.MapCustomerIoDashboard("/cio", "operators");
            }
            else
            {
                app.MapCustomerIoDashboard("/cio").RequireAuthorization("operators");
            }
        });
        Ulid letter = await site.RefusedAsync("ada", "seen");

        foreach (string page in Pages)
        {
            await site.Http.GetAsync(page, HttpStatusCode.Unauthorized);
        }

        foreach (string action in Actions(letter))
        {
            using HttpResponseMessage answer = await site.Http.PostAsync(action, content: null);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, action);
        }

        (await LettersAsync(site)).ShouldBe([letter]);
        using HttpClient stranger = site.NewBrowser();
        stranger.DefaultRequestHeaders.Add(HeaderAuthentication.Header, "eve");
        await stranger.GetAsync("/cio", HttpStatusCode.Forbidden);
        using HttpClient operatorBrowser = site.NewBrowser();
        operatorBrowser.DefaultRequestHeaders.Add(HeaderAuthentication.Header, "olga");
        (await operatorBrowser.GetAsync("/cio", HttpStatusCode.OK)).ShouldContain("Overview");
    }

    [Fact]
    public async Task Letting_everybody_in_is_not_a_policy()
    {
        await using Site site = await StartWithUsersAsync(
            static app => app.MapCustomerIoDashboard("/cio", "operators").AllowAnonymous());

        await site.Http.GetAsync("/cio", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task In_development_it_is_open()
    {
        await using Site site = await Site.StartAsync(
            static app => app.MapCustomerIoDashboard("/cio"),
            static services => services.AddCustomerIoDashboard(),
            environment: "Development");

        (await site.Http.GetAsync("/cio", HttpStatusCode.OK)).ShouldContain("Overview");
    }

    [Fact]
    public async Task A_form_from_elsewhere_does_nothing()
    {
        await using Site site = await Site.StartAsync(
            static app => app.MapCustomerIoDashboard("/cio"),
            static services => services.AddCustomerIoDashboard(),
            environment: "Development");
        Ulid letter = await site.RefusedAsync("ada", "seen");
        string page = await site.Http.GetAsync("/cio/dead-letters", HttpStatusCode.OK);
        using HttpClient other = site.NewBrowser();

        foreach (string action in Actions(letter))
        {
            using HttpResponseMessage without = await site.Http.PostAsync(action, content: null);
            without.StatusCode.ShouldBe(HttpStatusCode.BadRequest, action);
            using HttpResponseMessage stolen = await other.PostAsync(
                action, new FormUrlEncodedContent(Forms.FieldsOf(page)));
            stolen.StatusCode.ShouldBe(HttpStatusCode.BadRequest, action);
        }

        (await LettersAsync(site)).ShouldBe([letter]);
    }

    [Fact]
    public async Task Without_its_services_it_says_which_call_is_missing()
    {
        InvalidOperationException withoutDashboard = await Should.ThrowAsync<InvalidOperationException>(
            () => Site.StartAsync(static app => app.MapCustomerIoDashboard("/cio")));
        await using WebApplication app = WebApplication.CreateSlimBuilder().Build();
        InvalidOperationException withoutAll = Should.Throw<InvalidOperationException>(
            () => app.MapCustomerIoDashboard("/cio"));

        withoutDashboard.Message.ShouldContain("AddCustomerIoDashboard()");
        withoutAll.Message.ShouldContain("AddCustomerIo(...)");
    }

    [Theory]
    [InlineData("cio")]
    [InlineData("/{tenant}/cio")]
    [InlineData("/cio/*")]
    public async Task A_path_it_cannot_have_is_named(string pattern)
    {
        ArgumentException failure = await Should.ThrowAsync<ArgumentException>(() => Site.StartAsync(
            app => app.MapCustomerIoDashboard(pattern), static services => services.AddCustomerIoDashboard()));

        failure.Message.ShouldContain($"'{pattern}'");
    }

    [Fact]
    public async Task Options_out_of_range_stop_the_start()
    {
        OptionsValidationException failure = await Should.ThrowAsync<OptionsValidationException>(() => Site.StartAsync(
            static app => app.MapCustomerIoDashboard("/cio"),
            static services => services.AddCustomerIoDashboard(static options => options.Samples = 9)));

        failure.Message.ShouldContain("Samples from 10 to 5,000");
    }

    private static string[] Actions(Ulid letter) =>
        [$"/cio/dead-letters/{letter}/replay", $"/cio/dead-letters/{letter}/remove", "/cio/dead-letters/replay"];

    private static async Task<Ulid[]> LettersAsync(Site site) =>
        [.. (await site.DeadLetters.ListPageAsync(0, 10)).Select(static (DeadLetter one) => one.Operation.Id)];

    private static Task<Site> StartWithUsersAsync(Action<WebApplication> map) => Site.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            map(app);
        },
        static services =>
        {
            services.AddCustomerIoDashboard();
            services.AddAuthentication("header")
                .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", static _ => { });
            services.AddAuthorizationBuilder()
                .AddPolicy("operators", static policy => policy.RequireUserName("olga"));
        });
}
