using System.Text.Json;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Testing.Tests.Fakes;

public sealed class FakeRecordingTests
{
    private readonly FakeCustomerIoClient _fake = new(new FakeTime(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public async Task A_call_is_recorded_with_the_json_that_is_sent_and_answered_as_delivered()
    {
        DeliveryResult result = await _fake.TrackAsync("42", "order_placed", new() { ["total"] = 99.90m });

        RecordedOperation recorded = _fake.Operations.ShouldHaveSingleItem();
        (recorded.Kind, recorded.Person, recorded.Name).ShouldBe((OperationKind.Event, PersonId.Id("42"), "order_placed"));
        (result.Status, result.OperationId).ShouldBe((DeliveryStatus.Delivered, recorded.Id));
        recorded.Result.ShouldBe(result);
        recorded.Json.GetRawText().ShouldBe(
            """{"type":"person","action":"event","identifiers":{"id":"42"},"name":"order_placed","attributes":{"total":99.90},"""
            + $"\"id\":\"{recorded.Id}\",\"timestamp\":1772323200}}");
        recorded.Attributes.GetProperty("total").GetDecimal().ShouldBe(99.90m);
        recorded.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_typed_event_is_recorded_as_its_writer_writes_it_and_as_it_was_passed()
    {
        CheckoutCompleted passed = new("o-17", 99.90m);

        await _fake.TrackAsync("42", passed);
        _fake.Enqueue("42", new CheckoutCompleted("o-18", 1m));

        _fake.Events.Select(static one => one.Attributes.GetRawText()).ShouldBe(
            ["""{"order_id":"o-17","total":99.90}""", """{"order_id":"o-18","total":1}"""]);
        _fake.Events[0].DataAs<CheckoutCompleted>().ShouldBeSameAs(passed);
        _fake.Events.Select(static one => one.IsBackground).ShouldBe([false, true]);
        Should.Throw<CustomerIoAssertionException>(() => _fake.Events[0].DataAs<Profile>())
            .Message.ShouldContain("CheckoutCompleted, not as Profile");
    }

    [Fact]
    public async Task Every_method_records_its_kind_and_whom_it_is_about()
    {
        ObjectId company = ObjectId.Of(1, "acme");
        ObjectRelationship[] relationships = [new(company)];
        await _fake.IdentifyAsync("1", new Profile("a@example.com"));
        await _fake.PageAsync("2", "/pricing");
        await _fake.ScreenAsync("3", "Home");
        await _fake.TrackAnonymousAsync("visitor", "seen");
        await _fake.TrackAnonymousAsync("visitor", new CheckoutCompleted("o-1", 1m));
        await _fake.AddDeviceAsync("4", new Device("token", DevicePlatform.Android));
        await _fake.DeleteDeviceAsync("5", "token");
        await _fake.MergeAsync("6", PersonId.Email("six@example.com"));
        await _fake.SuppressAsync("7");
        await _fake.UnsuppressAsync("8");
        await _fake.DeleteAsync("9");
        await _fake.EraseAsync("10");
        await _fake.IdentifyObjectAsync(company, new() { ["name"] = "Acme" });
        await _fake.DeleteObjectAsync(company);
        await _fake.AddRelationshipsAsync("11", relationships);
        await _fake.DeleteRelationshipsAsync("12", relationships);
        _fake.EnqueuePage("13", "/about");
        _fake.EnqueueScreen("14", "About");
        _fake.EnqueueIdentify("15", new() { ["plan"] = "pro" });
        _fake.EnqueueIdentify("16", new Profile("b@example.com"));

        _fake.Operations.Select(static one => one.ToString().Split(':')[0].Split(" (")[0]).ShouldBe(
        [
            "Identify of id 1", "Page \"/pricing\" of id 2", "Screen \"Home\" of id 3",
            "AnonymousEvent \"seen\" of visitor visitor", "AnonymousEvent \"checkout_completed\" of visitor visitor",
            "AddDevice of id 4", "DeleteDevice of id 5", "Merge of id 6 from email six@example.com", "Suppress of id 7",
            "Unsuppress of id 8", "Delete of id 9", "Suppress of id 10", "IdentifyObject of object 1/acme",
            "DeleteObject of object 1/acme", "AddRelationships of id 11", "DeleteRelationships of id 12",
            "Page \"/about\" of id 13", "Screen \"About\" of id 14", "Identify of id 15", "Identify of id 16",
        ]);
        _fake.Operations.ShouldAllBe(static one => one.Json.ValueKind == JsonValueKind.Object);
        _fake.Events.Count.ShouldBe(6);
        _fake.Operations[5].DataAs<Device>().Token.ShouldBe("token");
    }

    [Fact]
    public async Task Events_of_a_person_are_found_by_the_identifier_in_any_case_for_an_address()
    {
        await _fake.TrackAsync("42", "one");
        await _fake.TrackAsync(PersonId.Email("Ada@example.com"), "two");
        await _fake.IdentifyAsync("42");

        _fake.EventsOf("42").ShouldHaveSingleItem().Name.ShouldBe("one");
        _fake.EventsOf(PersonId.Email("ada@EXAMPLE.com")).ShouldHaveSingleItem().Name.ShouldBe("two");
        _fake.EventsOf("ada@example.com").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_breaks_a_limit_is_rejected_as_the_real_client_does_and_not_taken()
    {
        DeliveryResult result = await _fake.TrackAsync("42", new string('x', 101));
        DeliveryResult background = _fake.Enqueue("42", "large", new() { ["text"] = new string('x', 33_000) });

        (result.Status, result.Reason).ShouldBe((DeliveryStatus.Rejected, RejectionReason.Invalid));
        result.Error!.Message!.ShouldContain("101");
        background.Reason.ShouldBe(RejectionReason.Invalid);
        _fake.Operations.ShouldBeEmpty();
        _fake.NotTaken.Select(static one => one.Result).ShouldBe([result, background]);
    }

    [Fact]
    public void What_the_real_client_refuses_throws_at_once_and_is_in_no_list()
    {
        Should.Throw<ArgumentException>(() => { _ = _fake.TrackAsync(default, "order_placed"); });
        Should.Throw<ArgumentException>(() => { _ = _fake.TrackAsync("42", " "); });
        Should.Throw<ArgumentException>(() => { _ = _fake.TrackAsync("42", "x", new() { ["type"] = typeof(string) }); });
        Should.Throw<ArgumentNullException>(() => { _ = _fake.TrackAsync<CheckoutCompleted>("42", null!); });
        Should.Throw<ArgumentException>(() => _fake.Enqueue("42", string.Empty));

        _fake.Operations.ShouldBeEmpty();
        _fake.NotTaken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_that_has_fired_cancels_the_call_before_it_is_taken()
    {
        await Should.ThrowAsync<OperationCanceledException>(
            () => _fake.TrackAsync("42", "x", cancellationToken: new CancellationToken(canceled: true)));

        _fake.Operations.ShouldBeEmpty();
        _fake.NotTaken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeat_of_an_idempotency_key_is_a_duplicate_and_other_content_a_mismatch()
    {
        EventOptions order = new() { IdempotencyKey = "order-1001" };

        DeliveryResult first = await _fake.TrackAsync("42", "order_placed", new() { ["total"] = 1 }, order);
        DeliveryResult repeat = await _fake.TrackAsync("42", "order_placed", new() { ["total"] = 1 }, order);
        DeliveryResult other = await _fake.TrackAsync("42", "order_placed", new() { ["total"] = 2 }, order);

        repeat.ShouldBe(DeliveryResult.Duplicate(first.OperationId));
        other.Reason.ShouldBe(RejectionReason.IdempotencyMismatch);
        _fake.Operations.ShouldHaveSingleItem().IdempotencyKey.ShouldBe("order-1001");
        _fake.NotTaken.Select(static one => one.Result).ShouldBe([repeat, other]);
    }

    [Fact]
    public async Task Options_stamp_events_and_take_equal_content_for_a_repeat()
    {
        FakeCustomerIoClient fake = new(new FakeTime(), options =>
        {
            options.Delivery.StampTrackedAt = true;
            options.Idempotency.Mode = IdempotencyMode.Content;
        });

        await fake.TrackAsync("42", "viewed");
        DeliveryResult repeat = await fake.TrackAsync("42", "viewed");

        repeat.Status.ShouldBe(DeliveryStatus.Duplicate);
        fake.Events.ShouldHaveSingleItem().Attributes.GetProperty("tracked_at").GetInt64().ShouldBe(1893456000);
    }

    [Fact]
    public async Task Reset_forgets_operations_keys_responses_and_the_outage()
    {
        EventOptions key = new() { IdempotencyKey = "k" };
        _fake.IsOutage = true;
        _fake.RespondWith(DeliveryResult.Rejected(default, RejectionReason.RefusedByServer));
        await _fake.TrackAsync("42", "x", options: key);
        await _fake.TrackAsync("42", new string('x', 101));

        _fake.Reset();

        _fake.Operations.ShouldBeEmpty();
        _fake.NotTaken.ShouldBeEmpty();
        (await _fake.TrackAsync("42", "x", options: key)).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Calls_from_many_threads_are_all_recorded()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_000), async (number, _) => await _fake.TrackAsync($"{number % 7}", $"event {number}"));

        _fake.Operations.Select(static one => one.Name).Distinct().Count().ShouldBe(1_000);
    }

    [Fact]
    public async Task Waiting_ends_when_the_condition_holds_and_says_what_there_was_when_it_does_not()
    {
        Task waiting = _fake.WaitForAsync(static fake => fake.EventsOf("42").Count == 1);
        waiting.IsCompleted.ShouldBeFalse();
        await _fake.TrackAsync("42", "order_placed");
        await waiting;

        TimeoutException late = await Should.ThrowAsync<TimeoutException>(
            () => _fake.WaitForAsync(static _ => false, TimeSpan.FromMilliseconds(1)));

        late.Message.ShouldContain("Event \"order_placed\" of id 42");
    }
}
