namespace CustomerIo.Resilience.Testing.Tests;

public sealed class LifecycleTests : SimulatorTest
{
    [Fact]
    public async Task A_stopped_simulator_refuses_connections_and_comes_back_with_its_state()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");
        var address = Simulator.TrackAddress;

        await Simulator.StopAsync();
        Simulator.IsRunning.ShouldBeFalse();
        await Should.ThrowAsync<HttpRequestException>(() => Client.PutAsync("/api/v1/customers/2", "{}"));

        await Simulator.StartAgainAsync();
        Simulator.TrackAddress.ShouldBe(address);
        (await Client.PutAsync("/api/v1/customers/3", "{}")).Status.ShouldBe(200);
        Simulator.People.Select(person => person.Id).ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task Stopping_aborts_what_is_under_way()
    {
        Simulator.Faults.Next(Fault.Hang());
        var call = Client.PutAsync("/api/v1/customers/1", "{}");
        await Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);

        await Simulator.StopAsync();

        await Should.ThrowAsync<HttpRequestException>(() => call);
        Simulator.OperationCount.ShouldBe(0);
    }

    [Fact]
    public async Task Going_down_and_up_again_can_be_repeated()
    {
        for (var i = 0; i < 5; i++)
        {
            await Simulator.StopAsync();
            await Simulator.StopAsync();
            await Simulator.StartAgainAsync();
            await Simulator.StartAgainAsync();
            (await Client.PutAsync($"/api/v1/customers/{i}", "{}")).Status.ShouldBe(200);
        }

        Simulator.PersonCount.ShouldBe(5);
    }

    [Fact]
    public async Task A_given_port_is_used_and_a_taken_one_reported()
    {
        await using var other = await CustomerIoSimulator.StartAsync();
        var port = other.TrackAddress.Port;
        await Should.ThrowAsync<IOException>(() => CustomerIoSimulator.StartAsync(new() { Port = port }));
        await other.DisposeAsync();

        await using var mine = await CustomerIoSimulator.StartAsync(new() { Port = port });

        mine.TrackAddress.Port.ShouldBe(port);
    }

    [Fact]
    public async Task Questions_can_be_asked_after_disposal_but_nothing_starts()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");
        await Simulator.DisposeAsync();

        Simulator.Person("1").ShouldNotBeNull();
        await Should.ThrowAsync<ObjectDisposedException>(() => Simulator.StartAgainAsync());
    }

    [Theory]
    [InlineData(-1, 301)]
    [InlineData(65536, 301)]
    [InlineData(0, 303)]
    public Task Options_out_of_range_are_refused(int port, int redirect) => Should.ThrowAsync<ArgumentException>(() =>
        CustomerIoSimulator.StartAsync(new() { Port = port, RedirectStatus = redirect }));

    [Fact]
    public async Task Own_credentials_replace_the_defaults()
    {
        await using var simulator = await CustomerIoSimulator.StartAsync(
            new() { SiteId = "s", TrackApiKey = "t:t", AppApiKey = "a" });
        using var client = new SimulatorClient(simulator);

        (await client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(200);
        (await client.GetAsync("/v1/segments")).Status.ShouldBe(200);
        Client.Track!.ShouldNotBe(client.Track);
    }

    [Fact]
    public async Task Reset_forgets_everything_and_goes_on_listening()
    {
        Simulator.AddSegment("VIP");
        await Client.PutAsync("/api/v1/customers/1", "{}");
        await Client.SendAsync("POST", "/api/v1/customers/2/suppress");
        Simulator.Faults.When("/", Fault.Status(500));

        Simulator.Reset();

        (Simulator.RequestCount, Simulator.OperationCount, Simulator.PersonCount).ShouldBe((0, 0, 0));
        Simulator.IsSuppressed("2").ShouldBeFalse();
        Simulator.Segment(1).ShouldBeNull();
        (await Client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(200);
        Simulator.Requests.Single().Sequence.ShouldBe(1);
    }
}
