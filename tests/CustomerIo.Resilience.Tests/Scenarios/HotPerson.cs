using System.Globalization;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Scenarios;

/// <summary>
/// T16: half of all operations are one person's, and the server fails on every request that has one of theirs, for ten
/// minutes of virtual time. Counts what arrives of the others meanwhile; only those on that person's lane may have to
/// wait.
/// </summary>
internal static class HotPerson
{
    private const int Operations = 20_000;
    private const int Seconds = 600;
    private const int Grace = 60;
    private const int Others = 1_000;
    private const string Hot = "hot";

    public static async Task RunAsync(
        Durability durability = Durability.OnFailure, Action<CustomerIoBuilder>? build = null)
    {
        FakeTime time = new();
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                options.Delivery.Durability = durability;
                options.Fallback.MaxAttempts = 1_000;
            },
            time,
            build: build);
        bench.Simulator.Faults.When(
            static request => request.Body.Span.IndexOf("\"hot\""u8) >= 0, Fault.ServiceUnavailable());
        History history = new();

        int number = 0;
        for (int second = 1; second <= Seconds; second++)
        {
            for (; number < Operations * second / Seconds; number++)
            {
                string person = number % 2 == 0 ? Hot : Name(number / 2 % Others);
                history.Add(person, number, bench.Tracker.Enqueue(person, "step", new() { ["n"] = number }));
            }

            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, CancellationToken.None);
            if (second % Grace == 0)
            {
                // The clock stands still here: requests under way may end, but nothing that rests wakes up.
                long due = Operations / 2L * (second - Grace) / Seconds;
                await bench.WaitForAsync(bench => bench.Simulator.OperationCount >= due * 9 / 10, seconds: 15);
            }
        }

        bench.Simulator.EventsOf(Hot).ShouldBeEmpty();
        bench.Simulator.Faults.Clear();
        await PassAsync(
            bench, time, static bench => bench.Status.Figures is { InMemory: 0, Stored: 0 }, TimeSpan.FromHours(2));

        history.Accepted.ShouldBe(Operations);
        history.ShouldBeAt(bench.Simulator, "with a hot person");
        bench.Simulator.EventsOf(Hot).Count.ShouldBe(Operations / 2);
        bench.Status.Store.DeadLetters.ShouldBe(0);
    }

    private static string Name(int person) => person.ToString(CultureInfo.InvariantCulture);

    private static async Task PassAsync(Workbench bench, FakeTime time, Func<Workbench, bool> until, TimeSpan atMost)
    {
        DateTimeOffset deadline = time.GetUtcNow() + atMost;
        while (!until(bench))
        {
            time.GetUtcNow().ShouldBeLessThan(
                deadline,
                $"{bench.Status.Figures}, {bench.Simulator.OperationCount} arrived");
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
