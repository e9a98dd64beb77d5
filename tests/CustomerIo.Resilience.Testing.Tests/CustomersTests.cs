using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Tests;

public sealed class CustomersTests : SimulatorTest
{
    [Fact]
    public async Task A_person_is_found_by_email_and_an_unknown_one_is_an_empty_list()
    {
        await PeopleAsync();

        var found = await Client.GetAsync("/v1/customers?email=ANN%2Bnews%40x.org");
        var unknown = await Client.GetAsync("/v1/customers?email=nobody%40x.org");

        found.Json.GetProperty("results")[0].GetProperty("id").GetString().ShouldBe("1");
        found.Json.GetProperty("results")[0].GetProperty("email").GetString().ShouldBe("ann+news@x.org");
        unknown.Status.ShouldBe(200);
        unknown.Json.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_unescaped_plus_reads_as_a_space_and_finds_nobody()
    {
        await PeopleAsync();

        (await Client.GetAsync("/v1/customers?email=ann+news@x.org")).Json.GetProperty("results").GetArrayLength()
            .ShouldBe(0);
    }

    [Fact]
    public async Task Attributes_are_given_for_each_type_of_identifier()
    {
        await PeopleAsync();
        var cioId = Simulator.Person("1")!.CioId;

        foreach (var path in new[] { "1/attributes", "ann%2Bnews%40x.org/attributes?id_type=email", $"{cioId}/attributes?id_type=cio_id" })
        {
            var customer = (await Client.GetAsync($"/v1/customers/{path}")).Json.GetProperty("customer");
            customer.GetProperty("id").GetString().ShouldBe("1");
            customer.GetProperty("identifiers").GetProperty("cio_id").GetString().ShouldBe(cioId);
            customer.GetProperty("attributes").GetProperty("plan").GetString().ShouldBe("pro");
            customer.GetProperty("unsubscribed").GetBoolean().ShouldBeFalse();
            customer.GetProperty("devices")[0].GetProperty("id").GetString().ShouldBe("t");
        }

        (await Client.GetAsync("/v1/customers/nobody/attributes")).Status.ShouldBe(404);
        (await Client.GetAsync("/v1/customers/1/attributes?id_type=shoe")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Attributes_of_many_people_take_100_ids()
    {
        await PeopleAsync();

        var answer = await Client.PostAsync("/v1/customers/attributes", """{"ids":["1","2","nobody"]}""");
        var tooMany = await Client.PostAsync(
            "/v1/customers/attributes", $$"""{"ids":[{{string.Join(',', Enumerable.Repeat("\"1\"", 101))}}]}""");

        answer.Json.GetProperty("customers").EnumerateArray()
            .Select(c => c.GetProperty("customer").GetProperty("id").GetString()).ShouldBe(["1", "2"]);
        tooMany.Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_search_filters_and_pages()
    {
        await PeopleAsync();
        const string Everybody = """{"filter":{"not":{"attribute":{"field":"id","operator":"eq","value":"none"}}}}""";

        var first = (await Client.PostAsync("/v1/customers?limit=2", Everybody)).Json;
        var second = (await Client.PostAsync(
            $"/v1/customers?limit=2&start={first.GetProperty("next").GetString()}", Everybody)).Json;
        var filtered = (await Client.PostAsync(
            "/v1/customers",
            """{"filter":{"and":[{"attribute":{"field":"plan","operator":"eq","value":"pro"}},{"segment":{"id":7}}]}}""")).Json;

        Ids(first).ShouldBe(["1", "2"]);
        Ids(second).ShouldBe(["3"]);
        second.GetProperty("next").GetString().ShouldBeEmpty();
        Ids(filtered).ShouldBe(["1"]);
        filtered.GetProperty("identifiers")[0].GetProperty("id").GetString().ShouldBe("1");
        (await Client.PostAsync("/v1/customers", """{"filter":{"magic":1}}""")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Activities_messages_relationships_segments_and_preferences_are_told()
    {
        await PeopleAsync();
        await Client.PostAsync("/api/v1/customers/1/events", """{"name":"sold","data":{"a":1}}""");
        await Client.PostAsync("/v1/send/push", """{"transactional_message_id":1,"identifiers":{"id":"1"}}""");

        (await Ask("activities")).GetProperty("activities")[0].GetProperty("name").GetString().ShouldBe("sold");
        (await Ask("messages")).GetProperty("messages")[0].GetProperty("type").GetString().ShouldBe("push");
        var relationship = (await Ask("relationships")).GetProperty("cio_relationships")[0];
        relationship.GetProperty("identifiers").GetProperty("object_id").GetString().ShouldBe("acme");
        (await Ask("segments")).GetProperty("segments")[0].GetProperty("id").GetInt32().ShouldBe(7);
        var preferences = (await Ask("subscription_preferences")).GetProperty("customer");
        preferences.GetProperty("topics")[0].GetProperty("subscribed").GetBoolean().ShouldBeTrue();
        (await Client.GetAsync("/v1/customers/1/secrets")).Status.ShouldBe(404);
    }

    private async Task<JsonElement> Ask(string question) => (await Client.GetAsync($"/v1/customers/1/{question}")).Json;

    private static string?[] Ids(JsonElement page) =>
        [.. page.GetProperty("ids").EnumerateArray().Select(id => id.GetString())];

    private async Task PeopleAsync()
    {
        Simulator.AddSegment("VIP", 7);
        await Client.PutAsync(
            "/api/v1/customers/1",
            """
            {"plan":"pro","email":"ann+news@x.org","cio_subscription_preferences":{"topics":{"topic_1":true}},
            "cio_relationships":{"action":"add_relationships","relationships":
            [{"identifiers":{"object_type_id":"1","object_id":"acme"}}]}}
            """);
        await Client.PutAsync("/api/v1/customers/1/devices", """{"device":{"id":"t","platform":"ios"}}""");
        await Client.PutAsync("/api/v1/customers/2", """{"plan":"pro"}""");
        await Client.PutAsync("/api/v1/customers/3", "{}");
        await Client.PostAsync("/api/v1/segments/7/add_customers", """{"ids":["1"]}""");
    }
}
