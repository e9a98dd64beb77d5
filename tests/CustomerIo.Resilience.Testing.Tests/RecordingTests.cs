using System.Collections.Concurrent;

namespace CustomerIo.Resilience.Testing.Tests;

public sealed class RecordingTests : SimulatorTest
{
    private readonly ConcurrentQueue<RecordedRequest> _seen = new();

    protected override CustomerIoSimulatorOptions Options => new() { OnRequest = _seen.Enqueue };

    [Fact]
    public async Task A_request_is_recorded_as_it_came_with_its_credentials_masked()
    {
        await Client.PutAsync("/api/v1/customers/a%2Fb?x=1", """{"plan":"pro"}""");

        var request = Simulator.Requests.Single();
        request.Sequence.ShouldBe(1);
        request.Method.ShouldBe("PUT");
        request.Path.ShouldBe("/api/v1/customers/a%2Fb");
        request.Query.ShouldBe("x=1");
        request.Headers["authorization"].ShouldBe("Basic ***");
        request.Headers["content-type"].ShouldStartWith("application/json");
        request.BodyText().ShouldBe("""{"plan":"pro"}""");
        request.BodyLength.ShouldBe(14);
        request.StatusCode.ShouldBe(200);
        request.IsAccepted.ShouldBeTrue();
        request.Fault.ShouldBeNull();
        await Simulator.WaitForAsync(_ => !_seen.IsEmpty);
        _seen.Single().ShouldBeSameAs(request);
        Simulator.BodyBytes.ShouldBe(14);
    }

    [Fact]
    public async Task A_snapshot_does_not_change_with_what_comes_later()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");
        var requests = Simulator.Requests;
        var operations = Simulator.Operations;
        await Client.PutAsync("/api/v1/customers/2", "{}");

        requests.Count.ShouldBe(1);
        operations.Count.ShouldBe(1);
        Simulator.Operations.Count.ShouldBe(2);
        Should.Throw<ArgumentOutOfRangeException>(() => operations[1]);
    }

    [Fact]
    public async Task The_first_ones_are_kept_up_to_the_bound_and_all_are_counted()
    {
        await using var simulator = await CustomerIoSimulator.StartAsync(
            new() { MaxRecordedRequests = 2, MaxRecordedOperations = 3 });
        using var client = new SimulatorClient(simulator);
        for (var i = 0; i < 5; i++)
        {
            await client.PutAsync($"/api/v1/customers/{i}", "{}");
        }

        simulator.Requests.Select(request => request.Sequence).ShouldBe([1, 2]);
        simulator.Operations.Select(operation => operation.Person.Value).ShouldBe(["0", "1", "2"]);
        (simulator.RequestCount, simulator.OperationCount, simulator.PersonCount).ShouldBe((5, 5, 5));
    }

    [Fact]
    public async Task Bodies_or_all_requests_can_be_left_out()
    {
        await using var bare = await CustomerIoSimulator.StartAsync(new() { RecordBodies = false });
        await using var silent = await CustomerIoSimulator.StartAsync(new() { RecordRequests = false });
        using var first = new SimulatorClient(bare);
        using var second = new SimulatorClient(silent);
        await first.PutAsync("/api/v1/customers/1", """{"a":1}""");
        await second.PutAsync("/api/v1/customers/1", """{"a":1}""");

        bare.Requests.Single().Body.IsEmpty.ShouldBeTrue();
        bare.Requests.Single().BodyLength.ShouldBe(7);
        silent.Requests.ShouldBeEmpty();
        silent.RequestCount.ShouldBe(1);
        silent.Person("1").ShouldNotBeNull();
    }

    [Fact]
    public async Task Concurrent_operations_are_all_applied_and_numbered_without_gaps()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Client.BatchAsync(
            $$$"""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","id":"{{{Ulid(i)}}}"}""",
            $$$"""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","id":"{{{Ulid(i / 2)}}}"}""")));

        Simulator.Operations.Select(operation => operation.Sequence).ShouldBe(Enumerable.Range(1, 400).Select(i => (long)i));
        Simulator.EventsOf("1").Count.ShouldBe(200);
        Simulator.DuplicateEvents.Count.ShouldBe(200);
        Simulator.Requests.Select(request => request.Sequence).ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));
    }

    [Fact]
    public async Task Waiting_ends_with_the_change_that_makes_it_true()
    {
        var wait = Simulator.WaitForAsync(simulator => simulator.Person("2") is not null);
        await Client.PutAsync("/api/v1/customers/1", "{}");
        wait.IsCompleted.ShouldBeFalse();
        await Client.PutAsync("/api/v1/customers/2", "{}");

        await wait;
    }

    [Fact]
    public async Task Waiting_in_vain_says_what_had_come()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");

        var exception = await Should.ThrowAsync<TimeoutException>(() =>
            Simulator.WaitForAsync(_ => false, TimeSpan.FromMilliseconds(1)));

        exception.Message.ShouldContain("1 requests and 1 operations");
    }
}
