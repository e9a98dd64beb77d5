namespace CustomerIo.Resilience.Testing.Tests;

public sealed class DiscardTests : SimulatorTest
{
    protected override CustomerIoSimulatorOptions Options => new() { Discard = true };

    [Fact]
    public async Task Everything_is_accepted_and_only_counted()
    {
        var answer = await Client.PostAsync("/api/v2/batch", "anything");

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe("{}\n");
        (Simulator.RequestCount, Simulator.BodyBytes, Simulator.OperationCount).ShouldBe((1, 8, 0));
        Simulator.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Credentials_are_still_checked()
    {
        Client.Track = null;

        (await Client.PostAsync("/api/v2/batch", "{}")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Faults_are_still_played()
    {
        Simulator.Faults.Next(Fault.Status(503));

        (await Client.PostAsync("/api/v2/batch", "{}")).Status.ShouldBe(503);
        (await Client.PostAsync("/api/v2/batch", "{}")).Status.ShouldBe(200);
    }
}
