using System.Net;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;
using CustomerIo.Resilience.AspNetCore.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class WebhookSetupTests
{
    [Fact]
    public void To_map_without_adding_says_what_to_call()
    {
        WebApplication app = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => app.MapCustomerIoWebhook("/a", (_, _) => Task.CompletedTask))
            .Message.ShouldContain("builder.Services.AddCustomerIoWebhooks(...)");
    }

    [Fact]
    public void To_map_a_handler_that_is_not_registered_says_what_to_call()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddCustomerIoWebhooks(options => options.SigningSecrets.Add("a"));
        WebApplication app = builder.Build();

        Should.Throw<InvalidOperationException>(() => app.MapCustomerIoWebhook<ScopedHandler>("/a"))
            .Message.ShouldContain("builder.Services.AddScoped<ScopedHandler>()");
    }

    [Fact]
    public async Task A_registered_handler_has_a_scope_of_its_own_for_each_event()
    {
        Ledger ledger = new();
        await using WebhookApp app = await WebhookApp.StartAsync(
            mapped => mapped.MapCustomerIoWebhook<ScopedHandler>(WebhookApp.Path),
            more: builder => builder.Services.AddSingleton(ledger).AddScoped<ScopedHandler>());

        (await app.PostAsync(Bodies.Sent("1"))).ShouldBe(HttpStatusCode.OK);
        (await app.PostAsync(Bodies.Sent("2"))).ShouldBe(HttpStatusCode.OK);

        ledger.Lines.ShouldBe(["handled 1", "disposed", "handled 2", "disposed"]);
    }

    [Fact]
    public async Task Conventions_can_be_added()
    {
        await using WebhookApp app = await WebhookApp.StartAsync(mapped => mapped
            .MapCustomerIoWebhook(WebhookApp.Path, (_, _) => Task.CompletedTask)
            .RequireHost("hooks.example.com"));

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_secret_the_host_does_not_start()
    {
        OptionsValidationException failure = await Should.ThrowAsync<OptionsValidationException>(
            WebhookApp.StartAsync((_, _) => Task.CompletedTask, options => options.SigningSecrets.Clear()));

        failure.Message.ShouldContain("CustomerIo:Webhooks:SigningSecrets is empty.");
        failure.Message.ShouldContain("CUSTOMERIO_WEBHOOK_SIGNING_SECRET");
    }

    [Fact]
    public void Every_option_out_of_its_range_is_told_with_its_value_and_its_range()
    {
        CustomerIoWebhookOptions options = new()
        {
            ReplayWindow = TimeSpan.Zero,
            MaxBodyBytes = 999,
            Concurrency = 0,
            QueueCapacity = 100_001,
            QueueBytes = 998,
            AnswerWithin = TimeSpan.FromSeconds(4),
            HandlerTimeout = TimeSpan.FromHours(2),
            RememberEvents = 0,
            RememberFor = TimeSpan.FromDays(31),
        };
        options.SigningSecrets.Add("a-secret-nobody-may-see");
        options.SigningSecrets.Add(" ");

        ValidateOptionsResult result = new WebhookOptionsValidator().Validate(null, options);

        result.Failures.ShouldBe(
        [
            "CustomerIo:Webhooks:SigningSecrets:1 is empty. Set it, or take it out of the list.",
            "CustomerIo:Webhooks:ReplayWindow is 00:00:00; from 00:00:01 to 8.00:00:00 is allowed.",
            "CustomerIo:Webhooks:MaxBodyBytes is 999; from 1000 to 30000000 is allowed.",
            "CustomerIo:Webhooks:Concurrency is 0; from 1 to 1000 is allowed.",
            "CustomerIo:Webhooks:QueueCapacity is 100001; from 1 to 100000 is allowed.",
            "CustomerIo:Webhooks:QueueBytes is 998; from 999 to 10000000000 is allowed.",
            "CustomerIo:Webhooks:AnswerWithin is 00:00:04; from 00:00:00.0500000 to 00:00:03.5000000 is allowed.",
            "CustomerIo:Webhooks:HandlerTimeout is 02:00:00; from 00:00:01 to 01:00:00 is allowed.",
            "CustomerIo:Webhooks:RememberEvents is 0; from 1 to 10000000 is allowed.",
            "CustomerIo:Webhooks:RememberFor is 31.00:00:00; from 00:01:00 to 30.00:00:00 is allowed.",
        ]);
    }

    [Fact]
    public void The_defaults_are_valid()
    {
        CustomerIoWebhookOptions options = new();
        options.SigningSecrets.Add("a");

        new WebhookOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void A_section_is_bound_with_all_its_options()
    {
        Dictionary<string, string?> values = new()
        {
            ["SigningSecrets:0"] = "one",
            ["SigningSecrets:1"] = "two",
            ["ReplayWindow"] = "00:01:00",
            ["MaxBodyBytes"] = "2000",
            ["Concurrency"] = "2",
            ["QueueCapacity"] = "3",
            ["QueueBytes"] = "4000",
            ["AnswerWithin"] = "00:00:01",
            ["AcknowledgeUnfinished"] = "false",
            ["HandlerTimeout"] = "00:00:05",
            ["RememberEvents"] = "6",
            ["RememberFor"] = "00:07:00",
        };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

        CustomerIoWebhookOptions options = OptionsOf(services => services.AddCustomerIoWebhooks(configuration));

        options.SigningSecrets.ShouldBe(["one", "two"]);
        options.ReplayWindow.ShouldBe(TimeSpan.FromMinutes(1));
        (options.MaxBodyBytes, options.Concurrency, options.QueueCapacity, options.QueueBytes)
            .ShouldBe((2_000, 2, 3, 4_000));
        options.AnswerWithin.ShouldBe(TimeSpan.FromSeconds(1));
        options.AcknowledgeUnfinished.ShouldBeFalse();
        options.HandlerTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        (options.RememberEvents, options.RememberFor).ShouldBe((6, TimeSpan.FromMinutes(7)));
        typeof(CustomerIoWebhookOptions).GetProperties().Length.ShouldBe(values.Count - 1);
    }

    [Fact]
    public void The_environment_variable_is_the_secret_where_none_is_configured()
    {
        Environment.SetEnvironmentVariable(WebhookEnvironment.SigningSecret, "from-the-environment");
        try
        {
            OptionsOf(services => services.AddCustomerIoWebhooks()).SigningSecrets.ShouldBe(["from-the-environment"]);
            OptionsOf(services => services.AddCustomerIoWebhooks(options => options.SigningSecrets.Add("mine")))
                .SigningSecrets.ShouldBe(["mine"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(WebhookEnvironment.SigningSecret, null);
        }
    }

    [Fact]
    public void To_add_twice_is_harmless()
    {
        ServiceCollection services = new();
        services.AddCustomerIoWebhooks(options => options.SigningSecrets.Add("a"));
        services.AddCustomerIoWebhooks(options => options.Concurrency = 3);

        services.Count(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType == typeof(WebhookHost)).ShouldBe(1);
        OptionsOf(services).Concurrency.ShouldBe(3);
        OptionsOf(services).SigningSecrets.ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_changed_secret_takes_effect_with_the_next_request_and_a_broken_change_does_not()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["SigningSecrets:0"] = WebhookApp.Secret })
            .Build();
        await using WebhookApp app = await WebhookApp.StartAsync(
            mapped => mapped.MapCustomerIoWebhook(WebhookApp.Path, (_, _) => Task.CompletedTask),
            options => options.SigningSecrets.Remove(WebhookApp.Secret),
            builder => builder.Services.AddCustomerIoWebhooks(configuration));
        (await app.PostAsync(Bodies.Sent("1"))).ShouldBe(HttpStatusCode.OK);

        configuration["SigningSecrets:0"] = "the-next-secret";
        configuration.Reload();

        (await app.PostAsync(Bodies.Sent("2"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await app.SendAsync(app.Signed(Bodies.Sent("2"), "the-next-secret"))).ShouldBe(HttpStatusCode.OK);

        configuration["Concurrency"] = "0";
        Should.Throw<AggregateException>(configuration.Reload);

        (await app.SendAsync(app.Signed(Bodies.Sent("3"), "the-next-secret"))).ShouldBe(HttpStatusCode.OK);
        (await app.SendAsync(app.Signed(Bodies.Sent("4"), "the-next-secret"))).ShouldBe(HttpStatusCode.OK);
        app.Log.Ids.Count(id => id == 1309).ShouldBe(1);
    }

    private static CustomerIoWebhookOptions OptionsOf(Action<IServiceCollection> add)
    {
        ServiceCollection services = new();
        add(services);
        return OptionsOf(services);
    }

    private static CustomerIoWebhookOptions OptionsOf(IServiceCollection services) =>
        services.BuildServiceProvider().GetRequiredService<IOptions<CustomerIoWebhookOptions>>().Value;

    private sealed class Ledger
    {
        public List<string> Lines { get; } = [];
    }

    private sealed class ScopedHandler(Ledger ledger) : ICustomerIoWebhookHandler, IDisposable
    {
        public Task HandleAsync(CustomerIoWebhookEvent webhookEvent, CancellationToken cancellationToken)
        {
            ledger.Lines.Add($"handled {webhookEvent.EventId}");
            return Task.CompletedTask;
        }

        public void Dispose() => ledger.Lines.Add("disposed");
    }
}
