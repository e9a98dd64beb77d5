using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Track;

public sealed class TrackClientV2Tests
{
    private readonly RecordingHttp _http = new();
    private readonly TrackClient _client;

    public TrackClientV2Tests() => _client = new TrackClient(_http, new CountingIds());

    public static TheoryData<string> Samples { get; } = [.. TrackEntitySamples.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_entity_is_written_as_the_reference_has_it(string name)
    {
        (TrackEntity entity, string json) = TrackEntitySamples.All[name];

        await _client.SendEntityAsync(entity);

        _http.Body.ShouldBe(json);
        _http.Call.Method.ShouldBe(HttpMethod.Post);
        _http.Call.Path.ShouldBe("/api/v2/entity");
        _http.Call.Surface.ShouldBe(ApiSurface.Track);
        _http.Call.Repetition.ShouldBe(name == "person merge" ? Repetition.OnlyIfNotTaken : Repetition.Safe);
    }

    [Fact]
    public void Every_kind_of_entity_has_a_sample()
    {
        IEnumerable<Type> kinds = typeof(TrackEntity).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(TrackEntity)) && !type.IsAbstract);

        TrackEntitySamples.All.Values.Select(static sample => sample.Entity.GetType())
            .ShouldBe(kinds, ignoreOrder: true);
    }

    [Fact]
    public async Task A_batch_has_its_items_in_order_and_an_id_for_each_event()
    {
        await _client.SendBatchAsync([new PersonEvent("1", "a"), new PersonDelete("2"), new PersonEvent("3", "b")]);

        _http.Call.Path.ShouldBe("/api/v2/batch");
        _http.Call.Repetition.ShouldBe(Repetition.Safe);
        _http.Body.ShouldBe(
            """
            {"batch":[{"type":"person","action":"event","identifiers":{"id":"1"},"id":"01J00000000000000000000001","name":"a"},
            {"type":"person","action":"delete","identifiers":{"id":"2"}},
            {"type":"person","action":"event","identifiers":{"id":"3"},"id":"01J00000000000000000000002","name":"b"}]}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task A_batch_with_a_merge_is_never_repeated_blindly()
    {
        await _client.SendBatchAsync([new PersonDelete("1"), new PersonMerge("2", "3")]);

        _http.Call.Repetition.ShouldBe(Repetition.OnlyIfNotTaken);
    }

    [Fact]
    public async Task A_batch_without_errors_is_complete()
    {
        TrackBatchResult result = await _client.SendBatchAsync([new PersonDelete("1"), new PersonDelete("2")]);

        result.IsComplete.ShouldBeTrue();
        (result.Count, result.AcceptedCount).ShouldBe((2, 2));
    }

    [Theory]
    [InlineData(207)]
    [InlineData(200)]
    public async Task Errors_belong_to_the_items_they_name_whatever_the_status(int status)
    {
        _http.Answer(
            """
            {"errors":[
              {"batch_index":1,"reason":"invalid","field":"identifiers.id","message":"too long"},
              {"batch_index":1,"reason":"required","field":"name"},
              {"reason":"invalid","message":"who knows"},
              {"batch_index":9,"message":"no such item"},
              {"batch_index":"1"},
              "plain"
            ]}
            """,
            status);

        TrackBatchResult result = await _client.SendBatchAsync(
            [new PersonDelete("1"), new PersonDelete("2"), new PersonDelete("3")]);

        result.IsComplete.ShouldBeFalse();
        result.AcceptedCount.ShouldBe(2);
        result.Errors.ShouldBe(
        [
            new CustomerIoError("too long", "invalid", "identifiers.id", 1),
            new CustomerIoError(null, "required", "name", 1),
        ]);
        result.UnattributedErrors.ShouldBe(
        [
            new CustomerIoError("who knows", "invalid"),
            new CustomerIoError("no such item", BatchIndex: 9),
            new CustomerIoError(null),
            new CustomerIoError("plain"),
        ]);
    }

    [Fact]
    public async Task An_entity_that_comes_back_with_errors_throws_although_the_status_is_a_success()
    {
        _http.Answer("""{"errors":[{"reason":"invalid","field":"name","message":"too long"}]}""");

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => _client.SendEntityAsync(new PersonDelete("1")));

        exception.Reason.ShouldBe(CustomerIoErrorReason.InvalidRequest);
        exception.Errors.ShouldHaveSingleItem().ShouldBe(new CustomerIoError("too long", "invalid", "name"));
    }
}
