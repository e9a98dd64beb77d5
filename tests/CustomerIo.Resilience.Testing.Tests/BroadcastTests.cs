namespace CustomerIo.Resilience.Testing.Tests;

public sealed class BroadcastTests : SimulatorTest
{
    private readonly ManualTime _time = new();

    protected override CustomerIoSimulatorOptions Options => new()
    {
        BroadcastInterval = TimeSpan.FromSeconds(10),
        TimeProvider = _time,
    };

    [Theory]
    [InlineData("""{}""", "default", 0)]
    [InlineData("""{"recipients":{"segment":{"id":7}}}""", "recipients", 1)]
    [InlineData("""{"recipients":{"or":[{"attribute":{"field":"plan","operator":"eq","value":"pro"}},{"not":{"attribute":{"field":"plan","operator":"exists"}}}]}}""", "recipients", 2)]
    [InlineData("""{"emails":["A@x.org"]}""", "emails", 1)]
    [InlineData("""{"ids":["1","2"]}""", "ids", 2)]
    [InlineData("""{"ids":["1","nobody"],"id_ignore_missing":true}""", "ids", 1)]
    [InlineData("""{"per_user_data":[{"id":"1","data":{"a":1}},{"email":"a@x.org"}]}""", "per_user_data", 2)]
    [InlineData("""{"data_file_url":"https://example.org/people.jsonl"}""", "data_file_url", 0)]
    public async Task Each_form_of_audience_is_accepted(string body, string audience, int recipients)
    {
        await PeopleAsync();

        var answer = await Client.PostAsync("/v1/campaigns/5/triggers", body);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("id").GetInt64().ShouldBe(1);
        var broadcast = Simulator.Broadcasts.Single();
        broadcast.BroadcastId.ShouldBe(5);
        broadcast.Audience.ShouldBe(audience);
        broadcast.Recipients.Count.ShouldBe(recipients);
        broadcast.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Status_and_errors_of_a_trigger_can_be_asked()
    {
        await PeopleAsync();
        await Client.PostAsync("/v1/campaigns/5/triggers", """{"ids":["1","nobody"],"data":{"a":1}}""");

        var status = await Client.GetAsync("/v1/campaigns/5/triggers/1");
        var errors = await Client.GetAsync("/v1/campaigns/5/triggers/1/errors");

        status.Json.GetProperty("broadcast_id").GetInt64().ShouldBe(5);
        status.Json.GetProperty("processed_at").GetInt64().ShouldBe(1_700_000_000);
        errors.Json.GetProperty("errors").GetArrayLength().ShouldBe(1);
        Simulator.Broadcasts.Single().Recipients.ShouldBeEmpty();
        Simulator.Broadcasts.Single().Data.GetProperty("a").GetInt32().ShouldBe(1);
        (await Client.GetAsync("/v1/campaigns/6/triggers/1")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"recipients":{}}""")]
    [InlineData("""{"recipients":{"and":[]}}""")]
    [InlineData("""{"ids":["1"],"emails":["a@x.org"]}""")]
    [InlineData("""{"ids":[]}""")]
    [InlineData("""{"per_user_data":[{"data":{}}]}""")]
    public async Task A_bad_audience_cannot_be_processed(string body)
    {
        var answer = await Client.PostAsync("/v1/campaigns/5/triggers", body);

        answer.Status.ShouldBe(422);
        answer.Json.GetProperty("errors")[0].GetProperty("source").GetProperty("pointer").GetString().ShouldNotBeNull();
        Simulator.Broadcasts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10_000, 200)]
    [InlineData(10_001, 422)]
    public async Task A_trigger_takes_10_000_people_at_most(int count, int status)
    {
        var ids = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""));

        (await Client.PostAsync("/v1/campaigns/5/triggers", $$"""{"ids":[{{ids}}],"id_ignore_missing":true}"""))
            .Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(50_000, 200)]
    [InlineData(50_001, 422)]
    public async Task The_data_of_a_trigger_has_50_000_bytes_at_most(int bytes, int status)
    {
        var data = $$"""{"x":"{{new string('x', bytes - 8)}}"}""";

        (await Client.PostAsync("/v1/campaigns/5/triggers", $$"""{"data":{{data}}}""")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task One_trigger_is_taken_in_ten_seconds()
    {
        (await Client.PostAsync("/v1/campaigns/5/triggers", "{}")).Status.ShouldBe(200);
        (await Client.PostAsync("/v1/campaigns/5/triggers", "{}")).Status.ShouldBe(429);
        _time.Advance(TimeSpan.FromSeconds(10));
        (await Client.PostAsync("/v1/campaigns/5/triggers", "{}")).Status.ShouldBe(200);

        Simulator.Broadcasts.Count.ShouldBe(2);
    }

    private async Task PeopleAsync()
    {
        Simulator.AddSegment("VIP", 7);
        await Client.PutAsync("/api/v1/customers/1", """{"plan":"pro","email":"a@x.org"}""");
        await Client.PutAsync("/api/v1/customers/2", "{}");
        await Client.PostAsync("/api/v1/segments/7/add_customers", """{"ids":["1"]}""");
    }
}
