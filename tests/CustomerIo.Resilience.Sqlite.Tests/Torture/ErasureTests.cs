using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

public sealed class ErasureTests : IDisposable
{
    private const int Seeds = 1_000;
    private const int SeedsARound = 50;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // T8, within one process: every seed is a person of its own, and the people of a round share an outage.
    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task Nobody_who_was_erased_comes_back_from_the_file(Durability durability)
    {
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.Durability = durability;
                options.Delivery.MaxBatchCount = 3;
            },
            build: builder => builder.UseSqliteFallback(
                _folder.NewFile(), static store => store.Synchronous = SqliteSynchronous.Normal));
        bench.Simulator.Faults.Random(
            1, (0.1, Fault.ResetAfterAcceptance()), (0.3, Fault.Latency(TimeSpan.FromMilliseconds(2))));

        for (int first = 1; first <= Seeds; first += SeedsARound)
        {
            ErasedPerson[] people = People(bench, first, SeedsARound);
            ErasedPerson[] inOutage = [.. people.Where(static person => person.IsErasedInOutage)];
            await bench.Simulator.StopAsync();
            await Task.WhenAll(people.Select(static person => person.AppearAsync()));
            await Task.WhenAll(inOutage.Select(static person => person.EraseAsync()));

            await bench.Simulator.StartAgainAsync();
            bench.Status.Circuits.Track.Close();
            long before = bench.Simulator.OperationCount;
            await bench.WaitForAsync(bench => bench.Simulator.OperationCount > before);
            await Task.WhenAll(people.Except(inOutage).Select(static person => person.EraseAsync()));
            await bench.SettleAsync();

            people.Where(person => bench.Simulator.Person(person.Name) is not null).Select(static person => person.Name)
                .ShouldBeEmpty("they were erased");
            people.Where(person => person.IsSuppressed && !bench.Simulator.IsSuppressed(person.Name))
                .Select(static person => person.Name).ShouldBeEmpty("they were suppressed");
        }

        DeliveryFigures figures = bench.Status.Figures;
        figures.Accepted.ShouldBe(figures.Delivered + figures.Rejected);
        figures.Rejected.ShouldBeGreaterThan(Seeds / 2, "most of what waits is dropped by the erasure");
    }

    // Without this the other test would prove nothing: what is not erased does arrive.
    [Fact]
    public async Task Whoever_is_not_erased_is_there_after_the_outage()
    {
        await using Workbench bench = await Workbench.StartAsync(
            Quick.Recovery, build: builder => builder.UseSqliteFallback(_folder.NewFile()));
        await bench.Simulator.StopAsync();
        ErasedPerson[] people = People(bench, first: 1, count: 20);
        await Task.WhenAll(people.Select(static person => person.AppearAsync()));

        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();

        bench.Simulator.PersonCount.ShouldBe(20);
    }

    private static ErasedPerson[] People(Workbench bench, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(seed => new ErasedPerson(seed, bench.Client, bench.Tracker))];
}
