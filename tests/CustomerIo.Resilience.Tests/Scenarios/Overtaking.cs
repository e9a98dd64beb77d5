using System.Globalization;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Scenarios;

/// <summary>
/// T9: 16 threads identify the same people with ascending versions while the circuit flaps, with any store.
/// </summary>
internal static class Overtaking
{
    private const int People = 100;

    public static async Task RunAsync(
        Durability durability = Durability.OnFailure, Action<CustomerIoBuilder>? build = null)
    {
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.Durability = durability;
            },
            build: build);
        int[] versions = new int[People];
        object[] gates = [.. Enumerable.Range(0, People).Select(static _ => new object())];
        using CancellationTokenSource done = new();
        Task flapping = FlapAsync(bench, done.Token);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
        {
            Random random = new(thread);
            for (int call = 0; call < 250; call++)
            {
                int person = random.Next(People);
                Task<DeliveryResult> identify;
                lock (gates[person])
                {
                    identify = bench.Client.IdentifyAsync(Name(person), new() { ["version"] = ++versions[person] });
                }

                (await identify).IsAccepted.ShouldBeTrue();
            }
        })));
        await done.CancelAsync();
        await flapping;
        bench.Status.Circuits.Track.Close();
        await bench.SettleAsync();

        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (AcceptedOperation identify in bench.Simulator.Operations)
        {
            int version = identify.Attributes.GetProperty("version").GetInt32();
            version.ShouldBeGreaterThan(seen.GetValueOrDefault(identify.Person.Value));
            seen[identify.Person.Value] = version;
        }

        for (int person = 0; person < People; person++)
        {
            seen.GetValueOrDefault(Name(person)).ShouldBe(versions[person]);
        }
    }

    private static async Task FlapAsync(Workbench bench, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            bench.Status.Circuits.Track.Isolate();
            await Task.Delay(50, CancellationToken.None);
            bench.Status.Circuits.Track.Close();
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static string Name(int person) => person.ToString(CultureInfo.InvariantCulture);
}
