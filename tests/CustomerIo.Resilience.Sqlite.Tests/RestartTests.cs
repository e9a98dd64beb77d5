using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task What_a_former_run_left_goes_out_first(Durability durability)
    {
        string path = _folder.NewFile();
        await using (Workbench first = await StartAsync(path, durability))
        {
            first.Simulator.Faults.When("/", Fault.ServiceUnavailable());
            for (int number = 0; number < 100; number++)
            {
                DeliveryResult result = await first.Client.IdentifyAsync($"p{number % 10}", new() { ["version"] = number });
                result.Status.ShouldBe(DeliveryStatus.Stored);
            }
        }

        await using Workbench second = await StartAsync(path, durability);
        for (int number = 100; number < 200; number++)
        {
            (await second.Client.IdentifyAsync($"p{number % 10}", new() { ["version"] = number })).IsAccepted.ShouldBeTrue();
        }

        await second.SettleAsync();
        second.Status.Figures.ShouldBe(new DeliveryFigures(200, 200, 0, 0, 0, 0, 16, 0));
        second.Simulator.Operations.Count.ShouldBe(200);
    }

    private static Task<Workbench> StartAsync(string path, Durability durability) =>
        Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.Durability = durability;
                options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
            },
            build: builder => builder.UseSqliteFallback(path));
}
