namespace CustomerIo.Resilience.Testing.Tests;

public sealed class SendTests : SimulatorTest
{
    private readonly ManualTime _time = new();

    protected override CustomerIoSimulatorOptions Options => new() { TimeProvider = _time };

    [Theory]
    [InlineData("email")]
    [InlineData("push")]
    [InlineData("sms")]
    [InlineData("whatsapp")]
    [InlineData("in_app")]
    [InlineData("inbox_message")]
    public async Task Every_channel_queues_a_message(string channel)
    {
        var answer = await Client.PostAsync(
            $"/v1/send/{channel}",
            """{"transactional_message_id":"welcome","to":"a@x.org","identifiers":{"id":"1"},"message_data":{"n":1}}""");

        answer.Status.ShouldBe(200);
        var message = Simulator.SentMessages.Single();
        message.DeliveryId.ShouldBe(answer.Json.GetProperty("delivery_id").GetString());
        message.QueuedAt.ToUnixTimeSeconds().ShouldBe(answer.Json.GetProperty("queued_at").GetInt64());
        message.Channel.ShouldBe(channel);
        message.Person.ShouldBe(PersonKey.Id("1"));
        message.To.ShouldBe("a@x.org");
        message.TransactionalMessageId.ShouldBe("welcome");
        message.MessageData.GetProperty("n").GetInt32().ShouldBe(1);
        Simulator.Operations.Single().Type.ShouldBe("message");
    }

    [Fact]
    public async Task A_repeat_is_a_second_message()
    {
        const string Body = """{"transactional_message_id":1,"to":"a@x.org","identifiers":{"id":"1"}}""";
        await Client.PostAsync("/v1/send/email", Body);
        await Client.PostAsync("/v1/send/email", Body);

        Simulator.SentMessages.Select(message => message.DeliveryId).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_later_sending_time_is_given_back()
    {
        var at = _time.GetUtcNow().AddDays(1).ToUnixTimeSeconds();
        var answer = await Client.PostAsync(
            "/v1/send/email",
            $$"""{"body":"b","subject":"s","from":"f@x.org","to":"a@x.org","identifiers":{"id":"1"},"send_at":{{at}}}""");

        answer.Json.GetProperty("send_at").GetInt64().ShouldBe(at);
        Simulator.SentMessages.Single().SendAt!.Value.ToUnixTimeSeconds().ShouldBe(at);
    }

    [Theory]
    [InlineData("email", "[]")]
    [InlineData("email", """{"transactional_message_id":1,"to":"a@x.org"}""")]
    [InlineData("email", """{"transactional_message_id":1,"to":"a@x.org","identifiers":{"id":"1","email":"b"}}""")]
    [InlineData("email", """{"transactional_message_id":1,"to":"a@x.org","identifiers":{"phone":"1"}}""")]
    [InlineData("email", """{"transactional_message_id":1,"identifiers":{"id":"1"}}""")]
    [InlineData("email", """{"to":"a@x.org","identifiers":{"id":"1"},"body":"b","subject":"s"}""")]
    [InlineData("push", """{"to":"all","identifiers":{"id":"1"}}""")]
    [InlineData("sms", """{"transactional_message_id":1,"identifiers":{"id":"1"}}""")]
    [InlineData("email", """{"transactional_message_id":1,"to":"a@x.org","identifiers":{"id":"1"},"send_at":99999999999}""")]
    public async Task A_refused_message_is_explained_in_meta_error(string channel, string body)
    {
        var answer = await Client.PostAsync($"/v1/send/{channel}", body);

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("meta").GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        Simulator.SentMessages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(15, 200)]
    [InlineData(16, 400)]
    public async Task An_email_takes_15_recipients_at_most(int count, int status)
    {
        var bcc = string.Join(',', Enumerable.Range(0, count - 1).Select(i => $"{i}@x.org"));

        (await Client.PostAsync(
            "/v1/send/email",
            $$$"""{"transactional_message_id":1,"to":"a@x.org","bcc":"{{{bcc}}}","identifiers":{"id":"1"}}"""))
            .Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(1_999_998, 200)]
    [InlineData(2_000_001, 413)]
    public async Task Attachments_stay_below_two_megabytes(int bytes, int status)
    {
        var file = Convert.ToBase64String(new byte[bytes]);
        var body =
            $$$"""{"transactional_message_id":1,"to":"a@x.org","identifiers":{"id":"1"},"attachments":{"f":"{{{file}}}"}}""";

        (await Client.PostAsync("/v1/send/email", body)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_wrong_channel_is_not_allowed() =>
        (await Client.PostAsync("/v1/send/pigeon", "{}")).Status.ShouldBe(405);

    [Fact]
    public async Task A_wrong_bearer_token_is_refused_in_the_app_envelope()
    {
        Client.App = new("Bearer", "wrong");

        var answer = await Client.PostAsync("/v1/send/email", "{}");

        answer.Status.ShouldBe(401);
        var error = answer.Json.GetProperty("errors")[0];
        error.GetProperty("status").GetString().ShouldBe("401");
        error.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }
}
