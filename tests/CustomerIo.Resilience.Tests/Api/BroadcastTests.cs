using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class BroadcastTests : ApiTestBase
{
    [Fact]
    public async Task A_trigger_without_anything_goes_to_the_default_audience()
    {
        Http.Answer("""{"id":7}""");

        BroadcastTriggerReceipt receipt = await Client.Broadcasts.TriggerAsync(3);

        receipt.Id.ShouldBe(7);
        ShouldBe("POST /v1/campaigns/3/triggers", "{}", ApiSurface.AppBroadcast, Repetition.OnlyIfNotTaken);
    }

    [Fact]
    public async Task A_filter_is_a_tree()
    {
        AudienceFilter filter = AudienceFilter.And(
            AudienceFilter.InSegment(3),
            AudienceFilter.Or(
                AudienceFilter.AttributeEquals("state", "NM"),
                AudienceFilter.AttributeEquals("vip", true),
                AudienceFilter.Not(AudienceFilter.AttributeExists("species"))));

        await Client.Broadcasts.TriggerAsync(3, new BroadcastTrigger { Recipients = BroadcastRecipients.Matching(filter) });

        Http.Body.ShouldBe(
            """
            {"recipients":{"and":[{"segment":{"id":3}},{"or":[
            {"attribute":{"field":"state","operator":"eq","value":"NM"}},
            {"attribute":{"field":"vip","operator":"eq","value":true}},
            {"not":{"attribute":{"field":"species","operator":"exists"}}}]}]}}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task Lists_flags_and_data_are_written()
    {
        await Client.Broadcasts.TriggerAsync(3, new BroadcastTrigger
        {
            Recipients = BroadcastRecipients.Emails(["a@b.c"]),
            Data = new() { ["headline"] = "Hi" },
            EmailAddDuplicates = true,
            EmailIgnoreMissing = false,
            IdIgnoreMissing = true,
        });

        Http.Body.ShouldBe(
            """
            {"emails":["a@b.c"],"data":{"headline":"Hi"},"email_add_duplicates":true,"email_ignore_missing":false,
            "id_ignore_missing":true}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task Ids_people_and_files_have_fields_of_their_own()
    {
        await TriggerAsync(BroadcastRecipients.Ids(["1", "2"]));
        await TriggerAsync(BroadcastRecipients.PerUser(
            [new BroadcastPerson("1") { Data = new() { ["a"] = 1 } }, new BroadcastPerson(PersonId.Email("a@b.c"))]));
        await TriggerAsync(BroadcastRecipients.DataFile(new Uri("https://files/x.jsonl")));

        Http.Calls.Select(static call => System.Text.Encoding.UTF8.GetString(call.Body.Span)).ShouldBe(
        [
            """{"ids":["1","2"]}""",
            """{"per_user_data":[{"id":"1","data":{"a":1}},{"email":"a@b.c"}]}""",
            """{"data_file_url":"https://files/x.jsonl"}""",
        ]);
    }

    [Fact]
    public async Task A_trigger_is_repeated_after_an_unknown_outcome_only_on_request()
    {
        await Client.Broadcasts.TriggerAsync(3, new BroadcastTrigger { AllowRetryWhenOutcomeUnknown = true });

        Http.Call.Repetition.ShouldBe(Repetition.Safe);
    }

    [Fact]
    public void Limits_are_checked_before_sending()
    {
        string[] many = [.. Enumerable.Repeat("1", 10_001)];

        Should.Throw<ArgumentException>(() => BroadcastRecipients.Ids(many)).Message.ShouldContain("10001");
        Should.Throw<ArgumentException>(() => BroadcastRecipients.Emails([]));
        Should.Throw<ArgumentException>(() => BroadcastRecipients.PerUser([]));
        Should.Throw<ArgumentException>(() => AudienceFilter.And());
        Should.Throw<ArgumentException>(() => new BroadcastPerson(PersonId.CioId("1")));
        Should.Throw<ArgumentException>(() =>
        {
            _ = Client.Broadcasts.TriggerAsync(3, new BroadcastTrigger { Data = new() { ["a"] = new string('s', 50_000) } });
        }).Message.ShouldContain("50008 bytes");
        Http.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_status_is_read()
    {
        Http.Answer("""{"id":7,"broadcast_id":3,"created_at":1700000000,"processed_at":0}""");

        BroadcastTriggerStatus status = await Client.Broadcasts.GetTriggerStatusAsync(3, 7);

        ShouldBe("GET /v1/campaigns/3/triggers/7", string.Empty);
        status.BroadcastId.ShouldBe(3);
        status.CreatedAt.ShouldBe(FixedTime.Now);
        status.ProcessedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Errors_are_read_to_the_last_page()
    {
        Http.Answer("""{"errors":["a","b"],"next":2}""").Answer("""{"errors":["c"],"next":0}""");

        List<string> errors = await ReadAsync(Client.Broadcasts.GetTriggerErrorsAsync(3, 7));

        errors.ShouldBe(["a", "b", "c"]);
        ShouldHaveCalled("GET /v1/campaigns/3/triggers/7/errors", "GET /v1/campaigns/3/triggers/7/errors?start=2");
    }

    [Fact]
    public async Task Triggers_are_listed()
    {
        Http.Answer("""{"triggers":[{"id":1},{"id":2}]}""");

        (await Client.Broadcasts.ListTriggersAsync(3)).Select(static trigger => trigger.Id).ShouldBe([1, 2]);
        ShouldHaveCalled("GET /v1/broadcasts/3/triggers");
    }

    private Task<BroadcastTriggerReceipt> TriggerAsync(BroadcastRecipients recipients) =>
        Client.Broadcasts.TriggerAsync(3, new BroadcastTrigger { Recipients = recipients });
}
