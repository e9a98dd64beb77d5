using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class SegmentsAndExportsTests : ApiTestBase
{
    [Fact]
    public async Task A_manual_segment_is_made()
    {
        Http.Answer("""{"segment":{"id":7,"name":"VIP","type":"manual","progress":null,"tags":null,"created_at":1700000000}}""");

        Segment segment = await Client.Segments.CreateAsync("VIP", "the best");

        ShouldBe(
            "POST /v1/segments",
            """{"segment":{"name":"VIP","description":"the best"}}""",
            repetition: Repetition.OnlyIfNotTaken);
        (segment.Id, segment.Type, segment.CreatedAt).ShouldBe((7, "manual", FixedTime.Now));
    }

    [Fact]
    public async Task Segments_are_read_counted_and_deleted()
    {
        Http.Answer("""{"segments":[{"id":7}]}""")
            .Answer("""{"segment":{"id":7}}""")
            .Answer("""{"segment_id":7,"count":12}""")
            .Answer("""{"used_by":{"campaigns":[1,2],"sent_newsletters":[],"draft_newsletters":[3]}}""")
            .Answer(string.Empty, 204);

        (await Client.Segments.ListAsync()).ShouldHaveSingleItem().Id.ShouldBe(7);
        (await Client.Segments.GetAsync(7)).Id.ShouldBe(7);
        (await Client.Segments.GetCustomerCountAsync(7)).ShouldBe(12);
        (await Client.Segments.GetUsedByAsync(7)).Campaigns.ShouldBe([1, 2]);
        await Client.Segments.DeleteAsync(7);

        ShouldHaveCalled(
            "GET /v1/segments",
            "GET /v1/segments/7",
            "GET /v1/segments/7/customer_count",
            "GET /v1/segments/7/used_by",
            "DELETE /v1/segments/7");
    }

    [Fact]
    public async Task Members_are_read_page_after_page()
    {
        Http.Answer("""{"segment_id":7,"ids":["1"],"identifiers":[{"id":"1"}],"next":"x"}""")
            .Answer("""{"identifiers":[{"id":"2"}]}""");

        List<PersonIdentifiers> members = await ReadAsync(Client.Segments.ListMembersAsync(7));

        members.Select(static member => member.Id).ShouldBe(["1", "2"]);
        ShouldHaveCalled("GET /v1/segments/7/membership?limit=1000", "GET /v1/segments/7/membership?limit=1000&start=x");
    }

    [Fact]
    public async Task No_exports_are_null_on_the_wire()
    {
        Http.Answer("""{"exports":null}""");

        (await Client.Exports.ListAsync()).ShouldBeEmpty();
        ShouldHaveCalled("GET /v1/exports");
    }

    [Fact]
    public async Task An_export_is_read()
    {
        Http.Answer(
            """
            {"export":{"id":110,"user_id":0,"user_email":"p@b.c","total":1234,"deduplicate_id":"110:1","type":"customers",
            "failed":false,"status":"done","description":"d","downloads":2,"created_at":1700000000,"updated_at":1700000000}}
            """);

        Export export = await Client.Exports.GetAsync(110);

        ShouldHaveCalled("GET /v1/exports/110");
        (export.Id, export.Status, export.Total, export.UserId).ShouldBe((110, "done", 1234, "0"));
    }

    [Fact]
    public async Task Exports_are_started_once()
    {
        await Client.Exports.CreateCustomersExportAsync(AudienceFilter.InSegment(4), ["plan"]);
        await Client.Exports.CreateDeliveriesExportAsync(new DeliveriesExport(DeliveriesSource.Campaign(46))
        {
            Start = FixedTime.Now,
            End = FixedTime.Now.AddDays(1),
            Attributes = ["plan"],
            Metric = "opened",
            Drafts = false,
            TemplateId = 5,
        });

        ShouldHaveCalled("POST /v1/exports/customers", "POST /v1/exports/deliveries");
        Http.Calls.ShouldAllBe(static call => call.Repetition == Repetition.OnlyIfNotTaken);
        Http.Calls.Select(static call => System.Text.Encoding.UTF8.GetString(call.Body.Span)).ShouldBe(
        [
            """{"filters":{"segment":{"id":4}},"attributes":["plan"]}""",
            """{"campaign_id":46,"start":1700000000,"end":1700086400,"attributes":["plan"],"metric":"opened","drafts":false,"template_id":5}""",
        ]);
    }

    [Fact]
    public async Task An_export_is_downloaded_from_the_link_the_server_signs()
    {
        Http.Answer("""{"url":"https://files.example/110.csv?signature=s"}""");
        using MemoryStream file = new();

        await Client.Exports.DownloadAsync(110, file);

        ShouldHaveCalled("GET /v1/exports/110/download");
        Links.Opened.ShouldHaveSingleItem().AbsoluteUri.ShouldBe("https://files.example/110.csv?signature=s");
        file.ToArray().ShouldBe("id,email\n"u8.ToArray());
    }

    [Fact]
    public async Task An_export_without_a_link_is_unexpected()
    {
        Http.Answer("""{"url":""}""");

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => Client.Exports.GetDownloadLinkAsync(110));

        exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
    }
}
