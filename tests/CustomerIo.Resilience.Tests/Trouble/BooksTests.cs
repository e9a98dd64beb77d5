using System.Globalization;
using System.Text.RegularExpressions;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// The books balance at any instant and are never negative, and the report of a stop says what became of what waited; whose
/// operation ends with the process is not told that it is stored.
/// </summary>
public sealed partial class BooksTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(1, StoreOverflow.Reject)]
    [InlineData(2, StoreOverflow.DropOldestEvents)]
    [InlineData(3, StoreOverflow.DropOldestEvents)]
    public Task They_balance_while_events_are_dropped_merged_erased_refused_and_replayed(int seed, StoreOverflow whenFull) =>
        Books.RunAsync(seed, whenFull);

    [Fact]
    public async Task The_report_of_a_stop_tells_delivered_from_refused()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(KeepInMemory);
        bench.Simulator.Faults.Next(Fault.RejectItems(Enumerable.Range(0, 10).ToArray()));
        Fill(bench, 100);

        await bench.StopHostAsync();

        bench.Simulator.OperationCount.ShouldBe(90);
        Report(bench).ShouldBe((90, 0, 10));
    }

    [Fact]
    public async Task The_report_of_a_stop_counts_as_sent_what_was_stored_first_and_sent_then()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options =>
        {
            KeepInMemory(options);
            options.Track.Retry.MaxRetries = 0;
            options.Delivery.ShutdownTimeout = TimeSpan.FromMinutes(2);
        });
        bench.Simulator.Faults.Next(Fault.ServiceUnavailable());
        Fill(bench, 90);

        await bench.StopHostAsync();

        bench.Simulator.OperationCount.ShouldBe(90);
        Report(bench).ShouldBe((90, 0, 0));
    }

    [Fact]
    public async Task Nobody_is_told_stored_by_a_store_that_ends_with_the_process_once_it_stops()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(KeepInMemory);
        bench.Simulator.Faults.When("/", Fault.Hang());
        Task<DeliveryResult>[] waiting = [.. Enumerable.Range(0, 20).Select(person => bench.Client.TrackAsync($"p{person}", "step"))];
        await bench.PassAsync(static bench => bench.Simulator.Faults.HungRequests > 0, Soon, "requests hang");

        await bench.StopHostAsync();

        (await Task.WhenAll(waiting)).ShouldAllBe(static result => result.Status != DeliveryStatus.Stored);
    }

    private static void KeepInMemory(CustomerIoOptions options)
    {
        options.Delivery.Lanes = 1;
        options.Delivery.FlushCount = 10_000;
        options.Delivery.FlushInterval = TimeSpan.FromHours(1);
    }

    private static void Fill(VirtualBench bench, int count)
    {
        for (int number = 0; number < count; number++)
        {
            bench.Tracker.Enqueue($"p{number}", "step").Status.ShouldBe(DeliveryStatus.Queued);
        }
    }

    private static (int Sent, int Stored, int Rejected) Report(VirtualBench bench)
    {
        Match report = Figures().Match(bench.Bench.Log.Lines.Single(static line => line.Id == 1108).Text);
        return (Number(report, "sent"), Number(report, "stored"), Number(report, "rejected"));
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<sent>\d+) operation\(s\) sent and (?<stored>\d+) stored while stopping, (?<rejected>\d+) rejected",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Figures();
}
