namespace CustomerIo.Resilience.Testing.Tests;

public sealed class TrackV1Tests : SimulatorTest
{
    [Fact]
    public async Task Identify_writes_the_body_as_attributes_ordered_by_its_timestamp()
    {
        var answer = await Client.PutAsync("/api/v1/customers/1", """{"plan":"new","email":"a@x.org","_timestamp":200}""");
        await Client.PutAsync("/api/v1/customers/1", """{"plan":"old","_timestamp":100}""");

        answer.Body.ShouldBe("{}\n");
        var person = Simulator.Person("1")!;
        person.Attributes["plan"].GetString().ShouldBe("new");
        person.Attributes.ContainsKey("_timestamp").ShouldBeFalse();
        person.Email.ShouldBe("a@x.org");
        Simulator.Operations[0].Timestamp.ToUnixTimeSeconds().ShouldBe(200);
    }

    [Fact]
    public async Task A_path_names_a_person_by_id_email_or_customer_io_identifier()
    {
        await Client.PutAsync("/api/v1/customers/ann%40x.org", "{}");
        var cioId = Simulator.PersonByEmail("ann@x.org")!.CioId;
        await Client.PutAsync($"/api/v1/customers/cio_{cioId}", """{"id":"a/b+c &d"}""");
        await Client.PutAsync("/api/v1/customers/a%2Fb%2Bc%20%26d", """{"plan":"pro"}""");

        Simulator.People.Count.ShouldBe(1);
        Simulator.Person("a/b+c &d")!.Attributes["plan"].GetString().ShouldBe("pro");
    }

    [Fact]
    public async Task Delete_suppress_and_unsuppress_have_their_effects()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");
        (await Client.DeleteAsync("/api/v1/customers/1")).Status.ShouldBe(200);
        Simulator.Person("1").ShouldBeNull();

        (await Client.SendAsync("POST", "/api/v1/customers/1/suppress")).Status.ShouldBe(200);
        Simulator.IsSuppressed("1").ShouldBeTrue();
        (await Client.PostAsync("/api/v1/customers/1/unsuppress", "{}")).Status.ShouldBe(200);
        Simulator.IsSuppressed("1").ShouldBeFalse();
        Simulator.Operations.Select(operation => operation.Action)
            .ShouldBe(["identify", "delete", "suppress", "unsuppress"]);
    }

    [Fact]
    public async Task Devices_are_added_and_deleted()
    {
        (await Client.PutAsync(
            "/api/v1/customers/1/devices", """{"device":{"id":"to/ken","platform":"android","last_used":5}}"""))
            .Status.ShouldBe(200);
        Simulator.Devices("1").Single().Platform.ShouldBe("android");

        (await Client.DeleteAsync("/api/v1/customers/1/devices/to%2Fken")).Status.ShouldBe(200);
        Simulator.Devices("1").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_is_kept_with_its_data()
    {
        var answer = await Client.PostAsync(
            "/api/v1/customers/1/events",
            $$$"""{"name":"/home","type":"page","id":"{{{Ulid(3)}}}","timestamp":1700000000,"data":{"a":1}}""");

        answer.Body.ShouldBe("{}\n");
        var operation = Simulator.EventsOf("1").Single();
        operation.Action.ShouldBe("page");
        operation.EventId.ShouldBe(Ulid(3));
        operation.Timestamp.ToUnixTimeSeconds().ShouldBe(1700000000);
        operation.Attributes.GetProperty("a").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_anonymous_event_needs_a_visitor_or_a_recipient()
    {
        (await Client.PostAsync("/api/v1/events", """{"name":"a","anonymous_id":"v"}""")).Status.ShouldBe(200);
        (await Client.PostAsync("/api/v1/events", """{"name":"a","data":{"recipient":"a@x.org"}}""")).Status.ShouldBe(200);

        var refused = await Client.PostAsync("/api/v1/events", """{"name":"a"}""");
        refused.Status.ShouldBe(400);
        refused.Json.GetProperty("meta").GetProperty("errors").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_identifier_of_two_dots_misroutes_to_the_anonymous_events()
    {
        var answer = await Client.PostAsync("/api/v1/customers/../events", """{"name":"a","anonymous_id":"v"}""");

        answer.Status.ShouldBe(200);
        Simulator.Operations.Single().Person.Kind.ShouldBe(IdentifierKind.AnonymousId);
    }

    [Fact]
    public async Task People_merge()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");
        await Client.PutAsync("/api/v1/customers/2", """{"city":"Rome"}""");
        (await Client.PostAsync("/api/v1/merge_customers", """{"primary":{"id":"1"},"secondary":{"id":"2"}}"""))
            .Status.ShouldBe(200);

        Simulator.Person("1")!.Attributes["city"].GetString().ShouldBe("Rome");
        Simulator.Person("2").ShouldBeNull();
    }

    [Fact]
    public async Task A_form_identifies_and_is_answered_without_content()
    {
        var answer = await Client.PostAsync(
            "/api/v1/forms/f-1/submit", """{"data":{"email":"a@x.org","city":"Rome","form_name":"Sign up"}}""");

        answer.Status.ShouldBe(204);
        answer.Body.ShouldBeEmpty();
        var person = Simulator.PersonByEmail("a@x.org")!;
        person.Attributes["city"].GetString().ShouldBe("Rome");
        person.Attributes.ContainsKey("form_name").ShouldBeFalse();
        Simulator.Operations.Single().Type.ShouldBe("form");
        Simulator.Operations.Single().Target.ShouldBe("f-1");
    }

    [Fact]
    public async Task Metrics_and_push_events_are_recorded()
    {
        (await Client.PostAsync("/api/v1/metrics", """{"delivery_id":"d","metric":"opened","timestamp":5}""")).Status.ShouldBe(200);
        (await Client.PostAsync(
            "/api/v1/push/events", """{"delivery_id":"d","event":"converted","device_id":"t","timestamp":6}"""))
            .Status.ShouldBe(200);

        Simulator.Operations.Select(operation => (operation.Type, operation.Action, operation.Name, operation.Target))
            .ShouldBe([("delivery", "metric", "opened", "d"), ("delivery", "push_event", "converted", "d")]);
    }

    [Fact]
    public async Task Segments_take_known_people_and_ignore_others()
    {
        var segment = Simulator.AddSegment("VIP");
        await Client.PutAsync("/api/v1/customers/1", """{"email":"a@x.org"}""");
        await Client.PutAsync("/api/v1/customers/2", "{}");

        (await Client.PostAsync($"/api/v1/segments/{segment.Id}/add_customers", """{"ids":["1","2","nobody"]}"""))
            .Status.ShouldBe(200);
        Simulator.Segment(segment.Id)!.MemberIds.ShouldBe(["1", "2"], ignoreOrder: true);

        (await Client.PostAsync(
            $"/api/v1/segments/{segment.Id}/remove_customers?id_type=email", """{"ids":["A@x.org"]}"""))
            .Status.ShouldBe(200);
        Simulator.Segment(segment.Id)!.MemberIds.ShouldBe(["2"]);
        Simulator.Person("2")!.Segments.ShouldBe([segment.Id]);
    }

    [Fact]
    public async Task Unsubscribing_needs_no_credentials_and_finds_the_person_of_the_delivery()
    {
        await Client.PutAsync("/api/v1/customers/1", "{}");
        var sent = await Client.PostAsync(
            "/v1/send/email", """{"transactional_message_id":1,"to":"a@x.org","identifiers":{"id":"1"}}""");
        var delivery = sent.Json.GetProperty("delivery_id").GetString();
        Client.Track = null;

        (await Client.PostAsync($"/unsubscribe/{delivery}", """{"unsubscribe":true}""")).Status.ShouldBe(200);
        Simulator.Person("1")!.IsUnsubscribed.ShouldBeTrue();
        (await Client.PostAsync($"/unsubscribe/{delivery}", "{}")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_account_region_names_the_host_to_use()
    {
        var answer = await Client.GetAsync("/api/v1/accounts/region");

        answer.Json.GetProperty("url").GetString().ShouldBe(Simulator.TrackAddress.GetLeftPart(UriPartial.Authority));
        answer.Json.GetProperty("region").GetString().ShouldBe("us");
        answer.Json.GetProperty("environment_id").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/customers/1", "[]")]
    [InlineData("PUT", "/api/v1/customers/1", "not json")]
    [InlineData("PUT", "/api/v1/customers//", "{}")]
    [InlineData("POST", "/api/v1/merge_customers", """{"primary":{"id":"1"}}""")]
    [InlineData("POST", "/api/v1/merge_customers", """{"primary":{"id":"1"},"secondary":{"id":"2","email":"x"}}""")]
    [InlineData("POST", "/api/v1/merge_customers", """{"primary":{"id":"1"},"secondary":{"id":"1"}}""")]
    public async Task A_refused_person_is_explained_in_meta_error(string method, string path, string body)
    {
        var answer = await Client.SendAsync(method, path, body);

        answer.Status.ShouldBeOneOf(400, 404);
        answer.Json.GetProperty("meta").GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        Simulator.OperationCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/customers/1/devices", "{}")]
    [InlineData("PUT", "/api/v1/customers/1/devices", """{"device":{"platform":"ios"}}""")]
    [InlineData("PUT", "/api/v1/customers/1/devices", """{"device":{"id":"t"}}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":" "}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":"a","id":"not-a-ulid"}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":"a","type":"dance"}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":"a","timestamp":1.5}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":"a","data":[]}""")]
    [InlineData("POST", "/api/v1/forms/f/submit", """{"data":{"city":"Rome"}}""")]
    [InlineData("POST", "/api/v1/forms/f/submit", """{"data":{"id":"1","email":"a@x.org"}}""")]
    [InlineData("POST", "/api/v1/metrics", """{"metric":"opened"}""")]
    [InlineData("POST", "/api/v1/metrics", """{"delivery_id":"d","metric":"smelled"}""")]
    [InlineData("POST", "/api/v1/push/events", """{"delivery_id":"d","event":"bounced"}""")]
    [InlineData("POST", "/api/v1/segments/7/add_customers", """{"ids":["1"]}""")]
    [InlineData("POST", "/api/v1/segments/7/add_customers", """{"ids":[]}""")]
    [InlineData("POST", "/api/v1/segments/7/add_customers?id_type=shoe", """{"ids":["1"]}""")]
    public async Task A_refused_call_is_explained_in_meta_errors(string method, string path, string body)
    {
        var answer = await Client.SendAsync(method, path, body);

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("meta").GetProperty("errors")[0].GetString().ShouldNotBeNullOrEmpty();
        Simulator.OperationCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("GET", "/api/v1/customers/1")]
    [InlineData("POST", "/api/v3/batch")]
    [InlineData("GET", "/")]
    public async Task What_does_not_exist_is_not_found(string method, string path) =>
        (await Client.SendAsync(method, path)).Status.ShouldBe(404);

    [Theory]
    [InlineData("POST", "/api/v2/batch")]
    [InlineData("PUT", "/api/v1/customers/1")]
    [InlineData("GET", "/api/v1/accounts/region")]
    public async Task Wrong_track_credentials_are_refused(string method, string path)
    {
        Client.Track = new("Basic", Convert.ToBase64String("site-id:wrong"u8));
        var wrong = await Client.SendAsync(method, path, method is "GET" ? null : "{}");
        Client.Track = null;
        var none = await Client.SendAsync(method, path, method is "GET" ? null : "{}");

        wrong.Status.ShouldBe(401);
        none.Status.ShouldBe(401);
        Simulator.Requests.ShouldAllBe(request => !request.IsAccepted && request.StatusCode == 401);
    }
}
