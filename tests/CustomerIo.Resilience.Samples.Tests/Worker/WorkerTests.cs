using CustomerIo.Resilience.Samples.Tests.Support;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Samples.Tests.Worker;

public sealed class WorkerTests
{
    private const int People = 7;

    [Fact]
    public async Task Files_are_delivered_in_order_and_moved_and_bad_lines_are_set_apart_with_their_reason()
    {
        await using QueueBench bench = await QueueBench.StartAsync();
        bench.Add("b.ndjson", lines: 700, People, firstNumber: 700);
        bench.Add("a.ndjson", lines: 700, People);
        bench.Add("c.ndjson",
        [
            "{\"person\":\"ada\",\"attributes\":{\"plan\":\"pro\"}}",
            "no json",
            "{\"event\":\"step\"}",
            "{\"person\":\"ada\"}",
            $"{{\"person\":\"ada\",\"event\":\"{new string('x', 101)}\"}}",
            "{\"person\":\"ada\",\"event\":\"step\",\"at\":\"2026-01-31T12:00:00Z\"}",
        ]);

        await using SampleProgram worker = bench.StartWorker();
        await worker.WaitForLineAsync("c.ndjson: done");
        int exit = await worker.StopAsync();

        exit.ShouldBe(0, worker.Output);
        bench.FilesIn("incoming").ShouldBeEmpty();
        bench.FilesIn("done").ShouldBe(["a.ndjson", "b.ndjson", "c.ndjson"]);
        ShouldHaveEverything(bench, 1_400);
        bench.Simulator.Person("ada")!.Attributes["plan"].GetString().ShouldBe("pro");
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
        string[] rejected = bench.Rejected("c.ndjson");
        rejected.Length.ShouldBe(8, "four lines, each with its reason below");
        rejected[1].ShouldStartWith("# The line is not JSON");
        rejected[3].ShouldBe("# The line has no person.");
        rejected[5].ShouldBe("# The line has no event and no attributes.");
        rejected[7].ShouldContain("100");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopped_or_killed_in_the_middle_it_goes_on_where_it_was_and_nothing_is_missing_twice_or_late(bool isKilled)
    {
        await using QueueBench bench = await QueueBench.StartAsync();
        bench.Add("a.ndjson", lines: 3_000, People);
        bench.Add("b.ndjson", lines: 3_000, People, firstNumber: 3_000);

        await using (SampleProgram first = bench.StartWorker())
        {
            await bench.Simulator.WaitForAsync(static customerIo => customerIo.OperationCount >= 700, TimeSpan.FromSeconds(60));
            if (isKilled)
            {
                first.Kill();
            }
            else
            {
                (await first.StopAsync()).ShouldBe(0, first.Output);
            }
        }

        bool wasUnfinished = bench.FilesIn("incoming").Length > 0;
        await using SampleProgram second = bench.StartWorker();
        await second.WaitForLineAsync("b.ndjson: done");
        await second.StopAsync();

        wasUnfinished.ShouldBeTrue("otherwise nothing was interrupted");
        ShouldHaveEverything(bench, 6_000);
    }

    [Fact]
    public async Task Killed_while_a_page_is_only_half_delivered_it_sends_that_page_again()
    {
        await using QueueBench bench = await QueueBench.StartAsync();
        bench.Add("a.ndjson", lines: 400, People);
        bench.Simulator.Faults.When(static request => request.Body.Span.IndexOf("\"p3\""u8) >= 0, Fault.Hang());

        await using (SampleProgram first = bench.StartWorker())
        {
            await bench.Simulator.WaitForAsync(static customerIo => customerIo.OperationCount >= 150, TimeSpan.FromSeconds(60));
            first.Kill();
            await first.WaitForExitAsync();
        }

        bench.Simulator.Faults.Clear();
        bench.Simulator.EventsOf("p3").ShouldBeEmpty();
        await using SampleProgram second = bench.StartWorker();
        await second.WaitForLineAsync("a.ndjson: done");
        await second.StopAsync();

        ShouldHaveEverything(bench, 400);
    }

    [Fact]
    public async Task A_queue_that_was_worked_off_while_Customer_io_was_down_arrives_after_a_restart()
    {
        await using QueueBench bench = await QueueBench.StartAsync();
        bench.Add("a.ndjson", lines: 1_000, People);
        await bench.Simulator.StopAsync();

        await using (SampleProgram first = bench.StartWorker())
        {
            await first.WaitForLineAsync("a.ndjson: done");
            (await first.StopAsync()).ShouldBe(0, first.Output);
        }

        bench.Simulator.OperationCount.ShouldBe(0);
        await bench.Simulator.StartAgainAsync();
        await using SampleProgram second = bench.StartWorker();
        await bench.Simulator.WaitForAsync(static customerIo => customerIo.OperationCount >= 1_000, TimeSpan.FromSeconds(60));

        ShouldHaveEverything(bench, 1_000);
    }

    [Fact]
    public async Task Without_credentials_it_shows_an_outage()
    {
        string queue = Directory.CreateTempSubdirectory("customerio-show-").FullName;
        await using (SampleProgram show = QueueBench.StartShow(queue))
        {
            await show.WaitForLineAsync("Customer.io is down for 1 s");
            await show.WaitForLineAsync("Customer.io is up again");
            await show.WaitForLineAsync("sample-3.ndjson: done");
            (await show.StopAsync()).ShouldBe(0, show.Output);
            show.Output.ShouldContain("operations");
        }

        Directory.Delete(queue, recursive: true);
    }

    private static void ShouldHaveEverything(QueueBench bench, int lines)
    {
        for (int person = 0; person < People; person++)
        {
            int first = person;
            bench.NumbersOf($"p{person}").ShouldBe(
                Enumerable.Range(0, lines).Where(number => number % People == first), $"the events of p{person}");
        }
    }
}
