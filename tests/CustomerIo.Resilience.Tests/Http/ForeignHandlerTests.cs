using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class ForeignHandlerTests
{
    private const int TheirTries = 4;
    private const int OurTries = 4;

    [Fact]
    public async Task A_resilience_handler_on_all_clients_is_warned_of_once_a_client_and_tries_multiply_no_further()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(503));
        await using var harness = new HttpHarness(
            options => options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(1),
            network,
            services: services => services.ConfigureHttpClientDefaults(
                client => client.AddHttpMessageHandler(() => new StandardResilienceHandler())));

        await harness.SendAsync();
        await harness.SendAsync();

        // The second call finds the circuit open after one try: five failures in a row.
        network.Count.ShouldBeLessThanOrEqualTo(2 * TheirTries * OurTries);
        network.Count.ShouldBe((OurTries + 1) * TheirTries);
        var warnings = harness.Log.All.Where(line => line.Event.Id == 1050).ToList();
        warnings.ShouldAllBe(line => line.Level == LogLevel.Warning);
        warnings.Count.ShouldBe(2);
        warnings.ShouldContain(line => line.Text.Contains(":Track'", StringComparison.Ordinal));
        warnings.ShouldContain(line => line.Text.Contains(nameof(StandardResilienceHandler), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_handlers_are_nobodys_business()
    {
        await using var harness = new HttpHarness(
            network: new ScriptedHandler(_ => ScriptedHandler.Status(200)),
            services: services => services.ConfigureHttpClientDefaults(
                client => client.AddHttpMessageHandler(() => new HarmlessHandler())));

        (await harness.SendAsync()).Status.ShouldBe(200);

        harness.Log.All.ShouldNotContain(line => line.Event.Id == 1050);
    }

    private sealed class HarmlessHandler : DelegatingHandler;

    /// <summary>Tries again as a handler of the application would, at once and whatever the method is.</summary>
    private sealed class StandardResilienceHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            for (int i = 1; i < TheirTries && !response.IsSuccessStatusCode; i++)
            {
                response = await base.SendAsync(request, cancellationToken);
            }

            return response;
        }
    }
}
