using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Tests.Fakes;

public sealed class FakeResponseTests
{
    private static readonly DeliveryResult Refused = DeliveryResult.Rejected(
        default, RejectionReason.RefusedByServer, new CustomerIoError("no such field", "invalid", "plan"));

    private readonly FakeCustomerIoClient _fake = new();

    [Fact]
    public async Task A_response_answers_with_the_operations_own_id_and_the_operation_is_recorded()
    {
        _fake.RespondWith(Refused);

        DeliveryResult result = await _fake.TrackAsync("42", "order_placed");

        (result.Status, result.Reason, result.Error).ShouldBe((DeliveryStatus.Rejected, Refused.Reason, Refused.Error));
        result.OperationId.ShouldBe(_fake.Operations.ShouldHaveSingleItem().Id);
        _fake.Operations[0].Result.ShouldBe(result);
    }

    [Fact]
    public async Task Responses_are_used_in_the_order_they_were_given_each_as_often_as_it_says()
    {
        _fake.RespondWith(DeliveryResult.Stored(default), times: 2);
        _fake.RespondWith(Refused, times: 1);

        List<DeliveryStatus> statuses = [];
        for (int call = 0; call < 4; call++)
        {
            statuses.Add((await _fake.TrackAsync("42", "x")).Status);
        }

        statuses.ShouldBe(
            [DeliveryStatus.Stored, DeliveryStatus.Stored, DeliveryStatus.Rejected, DeliveryStatus.Delivered]);
    }

    [Fact]
    public async Task A_response_may_be_for_a_kind_a_person_or_a_name()
    {
        _fake.RespondWith(Refused, when: static one => one.Kind is OperationKind.Identify);
        _fake.RespondWith(DeliveryResult.Stored(default), times: 1, when: static one => one.Name is "rare");

        (await _fake.TrackAsync("42", "x")).Status.ShouldBe(DeliveryStatus.Delivered);
        (await _fake.IdentifyAsync("42")).Status.ShouldBe(DeliveryStatus.Rejected);
        (await _fake.TrackAsync("42", "rare")).Status.ShouldBe(DeliveryStatus.Stored);
        (await _fake.TrackAsync("42", "rare")).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task A_call_is_under_way_until_the_test_completes_it()
    {
        TaskCompletionSource<DeliveryResult> response = new();
        _fake.RespondWith(_ => response.Task, times: 1);

        Task<DeliveryResult> call = _fake.TrackAsync("42", "x");

        call.IsCompleted.ShouldBeFalse();
        _fake.Operations.ShouldHaveSingleItem().Result.ShouldBeNull();
        response.SetResult(DeliveryResult.Delivered(default));
        (await call).Status.ShouldBe(DeliveryStatus.Delivered);
        _fake.Operations[0].Result!.Value.Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting_and_not_the_operation()
    {
        TaskCompletionSource<DeliveryResult> response = new();
        _fake.RespondWith(_ => response.Task);
        using CancellationTokenSource cancel = new();

        Task<DeliveryResult> call = _fake.TrackAsync("42", "x", cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        _fake.ShouldHaveTracked("42", "x");
    }

    [Fact]
    public async Task A_repeat_of_a_call_under_way_gets_its_result()
    {
        TaskCompletionSource<DeliveryResult> response = new();
        _fake.RespondWith(_ => response.Task);
        EventOptions key = new() { IdempotencyKey = "k" };

        Task<DeliveryResult> first = _fake.TrackAsync("42", "x", options: key);
        Task<DeliveryResult> repeat = _fake.TrackAsync("42", "x", options: key);
        repeat.IsCompleted.ShouldBeFalse();
        response.SetResult(DeliveryResult.Delivered(default));

        (await repeat).ShouldBe(DeliveryResult.Duplicate((await first).OperationId));
        _fake.Operations.Count.ShouldBe(1);
        _fake.NotTaken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_rejection_the_idempotency_key_is_free_again()
    {
        _fake.RespondWith(Refused, times: 1);
        EventOptions key = new() { IdempotencyKey = "k" };

        (await _fake.TrackAsync("42", "x", options: key)).Status.ShouldBe(DeliveryStatus.Rejected);
        (await _fake.TrackAsync("42", "x", options: key)).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task In_an_outage_everything_is_stored_until_it_ends()
    {
        _fake.IsOutage = true;
        (await _fake.TrackAsync("42", "x")).Status.ShouldBe(DeliveryStatus.Stored);
        (await _fake.MergeAsync("42", "43")).Status.ShouldBe(DeliveryStatus.Stored);

        _fake.IsOutage = false;
        (await _fake.TrackAsync("42", "x")).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Background_calls_are_queued_and_a_flush_delivers_or_stores_them()
    {
        _fake.Enqueue("42", "one").Status.ShouldBe(DeliveryStatus.Queued);
        _fake.RespondWith(Refused, times: 1);
        _fake.Enqueue("42", "two").Status.ShouldBe(DeliveryStatus.Queued);
        _fake.Operations[0].Result!.Value.Status.ShouldBe(DeliveryStatus.Queued);

        (await _fake.FlushAsync()).ShouldBe(new FlushResult(Sent: 1, Stored: 0, Rejected: 1, Remaining: 0));
        _fake.IsOutage = true;
        _fake.Enqueue("42", "three").Status.ShouldBe(DeliveryStatus.Queued);
        (await _fake.FlushAsync(TimeSpan.FromSeconds(1))).ShouldBe(new FlushResult(0, Stored: 1, 0, 0));

        _fake.Operations.Select(static one => one.Result!.Value.Status).ShouldBe(
            [DeliveryStatus.Delivered, DeliveryStatus.Rejected, DeliveryStatus.Stored]);
        (await _fake.FlushAsync()).ShouldBe(default);
    }

    [Fact]
    public async Task A_background_call_whose_response_is_not_complete_remains()
    {
        TaskCompletionSource<DeliveryResult> response = new();
        _fake.RespondWith(_ => response.Task);
        _fake.Enqueue("42", "x").Status.ShouldBe(DeliveryStatus.Queued);

        (await _fake.FlushAsync()).Remaining.ShouldBe(1);
        response.SetResult(DeliveryResult.Delivered(default));

        (await _fake.FlushAsync()).Sent.ShouldBe(1);
    }

    [Theory]
    [InlineData(RejectionReason.QueueFull)]
    [InlineData(RejectionReason.Stopped)]
    public void What_the_real_client_knows_at_once_a_background_call_is_told_at_once(RejectionReason reason)
    {
        _fake.RespondWith(DeliveryResult.Rejected(default, reason));

        DeliveryResult result = _fake.Enqueue("42", "x");

        (result.Status, result.Reason).ShouldBe((DeliveryStatus.Rejected, reason));
        result.Error.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_mistake_in_the_tests_own_response_reaches_the_caller()
    {
        _fake.RespondWith(static _ => Task.FromException<DeliveryResult>(new NotSupportedException("mine")));

        (await Should.ThrowAsync<NotSupportedException>(() => _fake.TrackAsync("42", "x"))).Message.ShouldBe("mine");
    }

    [Fact]
    public void A_number_of_times_below_one_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _fake.RespondWith(Refused, times: 0));
}
