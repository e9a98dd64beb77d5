namespace CustomerIo.Resilience.Testing.Tests;

public sealed class SegmentsAndExportsTests : SimulatorTest
{
    [Fact]
    public async Task A_segment_lives_from_creation_to_deletion()
    {
        var created = await Client.PostAsync("/v1/segments", """{"segment":{"name":"VIP","description":"good"}}""");
        var id = created.Json.GetProperty("segment").GetProperty("id").GetInt32();
        await Client.PutAsync("/api/v1/customers/1", "{}");
        await Client.PostAsync($"/api/v1/segments/{id}/add_customers", """{"ids":["1"]}""");

        var list = await Client.GetAsync("/v1/segments");
        list.Json.GetProperty("segments")[0].GetProperty("name").GetString().ShouldBe("VIP");
        var one = (await Client.GetAsync($"/v1/segments/{id}")).Json.GetProperty("segment");
        one.GetProperty("description").GetString().ShouldBe("good");
        one.GetProperty("type").GetString().ShouldBe("manual");
        (await Client.GetAsync($"/v1/segments/{id}/customer_count")).Json.GetProperty("count").GetInt32().ShouldBe(1);
        (await Client.GetAsync($"/v1/segments/{id}/membership")).Json.GetProperty("ids")[0].GetString().ShouldBe("1");
        (await Client.GetAsync($"/v1/segments/{id}/used_by")).Json.GetProperty("used_by").GetProperty("campaigns")
            .GetArrayLength().ShouldBe(0);

        (await Client.DeleteAsync($"/v1/segments/{id}")).Status.ShouldBe(204);
        (await Client.GetAsync($"/v1/segments/{id}")).Status.ShouldBe(404);
        (await Client.PostAsync("/v1/segments", """{"segment":{}}""")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Deleted_people_leave_their_segments()
    {
        Simulator.AddSegment("VIP", 7);
        await Client.PutAsync("/api/v1/customers/1", "{}");
        await Client.PostAsync("/api/v1/segments/7/add_customers", """{"ids":["1"]}""");
        await Client.DeleteAsync("/api/v1/customers/1");

        Simulator.Segment(7)!.MemberIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_of_people_is_downloaded_over_its_link()
    {
        await Client.PutAsync("/api/v1/customers/1", """{"plan":"pro","email":"a@x.org"}""");
        await Client.PutAsync("/api/v1/customers/2", "{}");

        var created = await Client.PostAsync(
            "/v1/exports/customers", """{"filters":{"attribute":{"field":"plan","operator":"eq","value":"pro"}}}""");
        var export = created.Json.GetProperty("export");
        var id = export.GetProperty("id").GetInt32();
        export.GetProperty("total").GetInt32().ShouldBe(1);
        (await Client.GetAsync($"/v1/exports/{id}")).Json.GetProperty("export").GetProperty("status").GetString()
            .ShouldBe("done");
        var link = (await Client.GetAsync($"/v1/exports/{id}/download")).Json.GetProperty("url").GetString()!;
        Client.Track = null;
        Client.App = null;

        (await Client.GetAsync(link)).Body.ShouldBe(
            $"id,email,cio_id\n1,a@x.org,{Simulator.Person("1")!.CioId}\n");
        (await Client.GetAsync($"/exports/{id}/guess")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Exports_are_null_before_there_are_any_and_then_a_list()
    {
        (await Client.GetAsync("/v1/exports")).Body.ShouldBe("{\"exports\":null}\n");

        await Client.PostAsync("/v1/exports/deliveries", "{}");

        (await Client.GetAsync("/v1/exports")).Json.GetProperty("exports").GetArrayLength().ShouldBe(1);
        (await Client.GetAsync("/v1/exports/9")).Status.ShouldBe(404);
        (await Client.GetAsync("/v1/exports/9/download")).Status.ShouldBe(404);
        (await Client.PostAsync("/v1/exports/customers", "{}")).Status.ShouldBe(400);
    }
}
