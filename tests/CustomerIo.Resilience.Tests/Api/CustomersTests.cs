using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class CustomersTests : ApiTestBase
{
    [Fact]
    public async Task An_email_address_is_escaped_and_nobody_is_an_empty_list()
    {
        Http.Answer("""{"results":[]}""");

        IReadOnlyList<PersonIdentifiers> people = await Client.Customers.FindByEmailAsync("jane+x@b.c");

        people.ShouldBeEmpty();
        ShouldBe("GET /v1/customers?email=jane%2Bx%40b.c", string.Empty);
    }

    [Fact]
    public async Task Identifiers_may_be_numbers()
    {
        Http.Answer("""{"results":[{"email":null,"id":2,"cio_id":"a3000001","new":true}]}""");

        PersonIdentifiers person = (await Client.Customers.FindByEmailAsync("a@b.c")).ShouldHaveSingleItem();

        (person.Id, person.Email, person.CioId).ShouldBe(("2", null, "a3000001"));
    }

    [Fact]
    public async Task A_profile_is_read()
    {
        Http.Answer(
            """
            {"customer":{"id":"42","identifiers":{"id":"42","email":"a@b.c","cio_id":"1"},"attributes":{"plan":"pro"},
            "timestamps":{"plan":1700000000},"unsubscribed":false,
            "devices":[{"id":"token","platform":"ios","last_used":1700000000,"attributes":{"app_version":"1"}}]}}
            """);

        CustomerProfile profile = await Client.Customers.GetAttributesAsync(PersonId.Email("a@b.c"));

        ShouldBe("GET /v1/customers/a%40b.c/attributes?id_type=email", string.Empty);
        profile.Identifiers.ShouldNotBeNull().CioId.ShouldBe("1");
        profile.Attributes.ShouldNotBeNull()["plan"].GetString().ShouldBe("pro");
        profile.Unsubscribed.ShouldBe(false);
        profile.Devices.ShouldNotBeNull().ShouldHaveSingleItem().LastUsed.ShouldBe(FixedTime.Now);
    }

    [Fact]
    public async Task Several_profiles_are_asked_for_by_one_kind_of_identifier()
    {
        Http.Answer("""{"customers":[{"customer":{"id":"1"}},{"customer":null}]}""");

        IReadOnlyList<CustomerProfile> profiles = await Client.Customers.GetAttributesAsync(
            [PersonId.CioId("a"), PersonId.CioId("b")]);

        profiles.ShouldHaveSingleItem().Id.ShouldBe("1");
        ShouldBe("POST /v1/customers/attributes?id_type=cio_id", """{"ids":["a","b"]}""");
    }

    [Fact]
    public void Several_profiles_are_100_at_most_and_of_one_kind()
    {
        PersonId[] many = [.. Enumerable.Repeat(PersonId.Id("1"), 101)];

        Should.Throw<ArgumentException>(() => Client.Customers.GetAttributesAsync(many)).Message.ShouldContain("101");
        Should.Throw<ArgumentException>(() => Client.Customers.GetAttributesAsync([PersonId.Id("1"), PersonId.Email("a")]));
        Should.Throw<ArgumentException>(() => Client.Customers.GetAttributesAsync(Array.Empty<PersonId>()));
        Http.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_reads_page_after_page()
    {
        Http.Answer("""{"identifiers":[{"id":"1"},{"id":"2"}],"ids":["1","2"],"next":"MDox"}""")
            .Answer("""{"identifiers":[{"id":"3"}],"next":""}""");

        List<PersonIdentifiers> people = await ReadAsync(
            Client.Customers.SearchAsync(AudienceFilter.InSegment(4), pageSize: 2));

        people.Select(static person => person.Id).ShouldBe(["1", "2", "3"]);
        ShouldHaveCalled("POST /v1/customers?limit=2", "POST /v1/customers?start=MDox&limit=2");
        Http.Calls[1].Body.ToArray().ShouldBe("""{"filter":{"segment":{"id":4}}}"""u8.ToArray());
        Http.Calls[0].Repetition.ShouldBe(Repetition.Safe);
    }

    [Fact]
    public async Task A_search_that_is_left_early_asks_for_no_further_page()
    {
        Http.Answer("""{"identifiers":[{"id":"1"}],"next":"a"}""");

        await foreach (PersonIdentifiers person in Client.Customers.SearchAsync(AudienceFilter.InSegment(4)))
        {
            person.Id.ShouldBe("1");
            break;
        }

        Http.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_goes_round_in_circles_is_noticed()
    {
        Http.Answer("""{"identifiers":[],"next":"a"}""").Answer("""{"identifiers":[],"next":"a"}""");

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => ReadAsync(Client.Customers.SearchAsync(AudienceFilter.InSegment(4))));

        exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
    }

    [Fact]
    public async Task Activities_are_read()
    {
        Http.Answer(
            """
            {"activities":[{"id":"01A","type":"event","name":"paid","timestamp":1397566226,"customer_id":null,
            "customer_identifiers":{"cio_id":"1"},"delivery_id":"d","delivery_type":"email","data":{"opened":null}}]}
            """);

        CustomerActivity activity = (await ReadAsync(
            Client.Customers.ListActivitiesAsync("42", type: "event", name: "paid"))).ShouldHaveSingleItem();

        ShouldHaveCalled("GET /v1/customers/42/activities?id_type=id&type=event&name=paid&limit=100");
        activity.Name.ShouldBe("paid");
        activity.Timestamp.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_397_566_226));
        activity.Data.ShouldNotBeNull().GetRawText().ShouldBe("""{"opened":null}""");
    }

    [Fact]
    public async Task Messages_are_read()
    {
        Http.Answer(
            """
            {"messages":[{"id":"d1","type":"email","campaign_id":3,"newsletter_id":null,"created":1700000000,
            "metrics":{"sent":1700000001},"failure_message":null,"forgotten":false,"msg_template_id":9}],"next":null}
            """);

        CustomerMessage message = (await ReadAsync(
            Client.Customers.ListMessagesAsync("42", from: FixedTime.Now))).ShouldHaveSingleItem();

        ShouldHaveCalled("GET /v1/customers/42/messages?id_type=id&start_ts=1700000000&limit=1000");
        (message.Id, message.CampaignId, message.NewsletterId).ShouldBe(("d1", 3, null));
        message.Metrics.ShouldNotBeNull()["sent"].GetInt64().ShouldBe(1_700_000_001);
    }

    [Fact]
    public async Task Relationships_are_read()
    {
        Http.Answer("""{"cio_relationships":[{"object_type_id":1,"identifiers":{"object_id":"acme","cio_object_id":"o"}}]}""");

        CustomerRelationship relationship = (await ReadAsync(
            Client.Customers.ListRelationshipsAsync("42"))).ShouldHaveSingleItem();

        ShouldHaveCalled("GET /v1/customers/42/relationships?id_type=id");
        relationship.ObjectTypeId.ShouldBe("1");
        relationship.Identifiers.ShouldNotBeNull().ObjectId.ShouldBe("acme");
    }

    [Fact]
    public async Task Segments_and_preferences_are_read()
    {
        Http.Answer("""{"segments":[{"id":7,"name":"VIP"}]}""")
            .Answer("""{"customer":{"id":"42","topics":[{"id":1,"name":"News","subscribed":true}],"header":"Yours"}}""");

        IReadOnlyList<Segment> segments = await Client.Customers.GetSegmentsAsync("42");
        SubscriptionPreferences preferences = await Client.Customers.GetSubscriptionPreferencesAsync("42", "de");

        ShouldHaveCalled(
            "GET /v1/customers/42/segments?id_type=id",
            "GET /v1/customers/42/subscription_preferences?id_type=id&language=de");
        segments.ShouldHaveSingleItem().Name.ShouldBe("VIP");
        preferences.Topics.ShouldNotBeNull().ShouldHaveSingleItem().Subscribed.ShouldBe(true);
    }

    [Fact]
    public async Task A_person_who_is_not_there_is_an_exception()
    {
        Http.Answer("""{"errors":[{"detail":"not found","status":"404"}]}""", 404);

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => Client.Customers.GetAttributesAsync("42"));

        exception.Reason.ShouldBe(CustomerIoErrorReason.NotFound);
        exception.Errors.ShouldHaveSingleItem().Message.ShouldBe("not found");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void An_identifier_that_would_lead_elsewhere_is_refused(string id) =>
        Should.Throw<ArgumentException>(() => Client.Customers.GetAttributesAsync(id));
}
