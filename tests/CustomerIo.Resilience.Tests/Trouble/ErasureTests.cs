using System.Text;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// Objects that name somebody who is deleted: called before the delete, in an outage or under way, on other lanes than theirs; or
/// failing for ever. The delete is the last that Customer.io hears of the person.
/// </summary>
public sealed class ErasureTests
{
    private static readonly string[] Deleted = ["person delete"];

    [Fact]
    public async Task Objects_that_name_a_person_go_out_before_the_persons_delete_after_an_outage()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        await bench.Simulator.StopAsync();
        Task<DeliveryResult>[] objects = [.. Enumerable.Range(0, 6).Select(number => RelateAsync(bench, number))];
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        (await bench.EndAsync(Task.WhenAll(objects.Append(delete)), TimeSpan.FromMinutes(1)))
            .ShouldAllBe(static result => result.Status == DeliveryStatus.Stored);

        // Held until the delete has had every chance to overtake them.
        bench.Simulator.Faults.When(static request => Says(request, "\"type\":\"object\""), Fault.Hang());
        await bench.Simulator.StartAgainAsync();
        await bench.PassAsync(
            static bench => bench.Simulator.Faults.HungRequests > 0, TimeSpan.FromMinutes(5), "the objects are sent");
        await bench.PassAsync(TimeSpan.FromSeconds(5));
        bench.Simulator.TracesOf("ada").ShouldBeEmpty("the objects are under way and the delete waits for them");
        bench.Simulator.Faults.Clear();
        bench.Simulator.Faults.ReleaseHung();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(10), "everything arrives");

        bench.Simulator.TracesOf("ada").ShouldBe([.. Enumerable.Repeat("object identify", 6), .. Deleted]);
        bench.Simulator.Person("ada").ShouldBeNull();
    }

    [Fact]
    public async Task Who_awaits_a_delete_that_fails_is_told_that_it_is_stored_when_its_retries_are_used_up()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(Ailment.Broken, "\"delete\"");

        // Three retries take 1 s, 2 s and 4 s and up to 30 %; the caller's time-out is 30 s.
        DeliveryResult result = await bench.EndAsync(bench.Client.DeleteAsync("ada"), TimeSpan.FromSeconds(15));

        result.Status.ShouldBe(DeliveryStatus.Stored);
    }

    [Fact]
    public async Task A_delete_waits_for_an_object_under_way_that_names_the_person()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.When(static request => Says(request, "\"type\":\"object\""), Fault.Hang(), times: 1);
        Task<DeliveryResult> related = RelateAsync(bench, 1);
        await bench.PassAsync(
            static bench => bench.Simulator.Faults.HungRequests == 1, TimeSpan.FromMinutes(1), "the object is under way");

        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        await bench.PassAsync(TimeSpan.FromSeconds(5));
        bench.Simulator.Faults.ReleaseHung();

        (await bench.EndAsync(delete, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Delivered);
        (await bench.EndAsync(related, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.TracesOf("ada").ShouldBe(["object identify", .. Deleted]);
    }

    [Fact]
    public async Task What_is_called_about_an_object_and_a_person_after_the_delete_comes_after_it()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.When(static request => Says(request, "\"action\":\"delete\""), Fault.Hang(), times: 1);
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        await bench.PassAsync(
            static bench => bench.Simulator.Faults.HungRequests == 1, TimeSpan.FromMinutes(1), "the delete is under way");

        Task<DeliveryResult>[] objects = [.. Enumerable.Range(0, 6).Select(number => RelateAsync(bench, number))];
        await bench.PassAsync(TimeSpan.FromSeconds(5));
        bench.Simulator.Faults.ReleaseHung();

        await bench.EndAsync(Task.WhenAll(objects.Append(delete)), VirtualBench.Answered);
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(1), "everything arrives");
        bench.Simulator.TracesOf("ada").ShouldBe([.. Deleted, .. Enumerable.Repeat("object identify", 6)]);
    }

    [Fact]
    public async Task What_names_a_person_of_a_waiting_delete_does_not_overtake_an_older_one_of_its_object()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options =>
        {
            options.Delivery.Lanes = 1;
            options.Delivery.StampLastSeenAt = false;
        });
        bench.Afflict(Ailment.Unavailable, "\"action\":\"delete\"");
        bench.LetPassersByCall();
        await bench.EndAsync(bench.Client.DeleteAsync("ada"), VirtualBench.Answered);
        await bench.PassAsync(static bench => bench.Status.Figures.Stored == 1, TimeSpan.FromMinutes(5), "the delete is parked");
        bench.StopCalling();
        bench.Simulator.Faults.When(static request => Says(request, "\"last\""), Fault.Hang(), times: 1);
        Task<DeliveryResult> last = bench.Client.TrackAsync("visitor", "last");
        await bench.PassAsync(static bench => bench.Simulator.Faults.HungRequests == 1, TimeSpan.FromMinutes(1), "the lane is at work");

        bench.Simulator.Faults.When(
            static request => Says(request, "\"object_id\":\"o1\"") && !Says(request, "ada"), Fault.ServiceUnavailable(), times: 1);
        Task<DeliveryResult> older = bench.Client.IdentifyObjectAsync(ObjectId.Of(1, "o1"), new() { ["n"] = 1 });
        Task<DeliveryResult> naming = bench.Client.IdentifyObjectAsync(
            ObjectId.Of(1, "o1"), new() { ["n"] = 2 }, people: [new PersonRelationship("ada")]);
        bench.Simulator.Faults.ReleaseHung();
        await bench.EndAsync(Task.WhenAll(last, older, naming), VirtualBench.Answered);
        bench.LetPassersByCall();
        await bench.PassAsync(TimeSpan.FromMinutes(2));
        bench.Simulator.Faults.Clear();
        await bench.PassAsync(TimeSpan.FromMinutes(2));
        bench.StopCalling();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(5), "nothing waits");

        bench.Simulator.Operations
            .Where(static operation => operation.Action is not "event")
            .Select(static operation => $"{operation.Action} {Encoding.UTF8.GetString(operation.AttributesJson.Span)}".Trim())
            .ShouldBe(["identify {\"n\":1}", "delete", "identify {\"n\":2}"]);
    }

    [Theory]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Hang)]
    public async Task An_object_that_always_fails_holds_up_no_delete_of_whom_it_names_and_never_names_them_after_it(
        Ailment ailment)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(ailment, "\"object_id\":\"o1\"");
        bench.LetPassersByCall();
        Task<DeliveryResult> related = RelateAsync(bench, 1);
        await bench.EndAsync(related, VirtualBench.Answered);
        await bench.PassAsync(TimeSpan.FromMinutes(2));

        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        await bench.PassAsync(
            static bench => bench.Simulator.TracesOf("ada").Count > 0, TimeSpan.FromMinutes(10), "the delete arrives");
        bench.Simulator.Faults.Clear();
        bench.Simulator.Faults.ReleaseHung();
        await bench.PassAsync(TimeSpan.FromHours(1));

        (await delete).IsAccepted.ShouldBeTrue();
        bench.Simulator.TracesOf("ada").ShouldBe(Deleted);
        bench.Status.Figures.Stored.ShouldBe(0);
    }

    private static Task<DeliveryResult> RelateAsync(VirtualBench bench, int number) =>
        bench.Client.IdentifyObjectAsync(ObjectId.Of(1, $"o{number}"), people: [new PersonRelationship("ada")]);

    private static bool Says(FaultRequest request, string text) =>
        request.Body.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
}
