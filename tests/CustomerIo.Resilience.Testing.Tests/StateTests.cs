namespace CustomerIo.Resilience.Testing.Tests;

public sealed class StateTests : SimulatorTest
{
    [Fact]
    public async Task An_older_write_never_replaces_a_newer_one_whatever_the_order_of_arrival()
    {
        await Client.EntityAsync(Identify("1", """{"plan":"new"}""", 200));
        await Client.EntityAsync(Identify("1", """{"plan":"old","city":"Rome"}""", 100));

        var person = Simulator.Person("1")!;
        person.Attributes["plan"].GetString().ShouldBe("new");
        person.Attributes["city"].GetString().ShouldBe("Rome");
        person.AttributeTimestamps["plan"].ShouldBe(200);
    }

    [Fact]
    public async Task Of_two_writes_of_one_second_the_later_arrival_wins()
    {
        await Client.EntityAsync(Identify("1", """{"plan":"first"}""", 100));
        await Client.EntityAsync(Identify("1", """{"plan":"second"}""", 100));

        Simulator.Person("1")!.Attributes["plan"].GetString().ShouldBe("second");
    }

    [Fact]
    public async Task A_repeated_ulid_is_a_success_without_effect()
    {
        await Client.EntityAsync(Event("1", "sold", Ulid(1)));
        var again = await Client.EntityAsync(Event("1", "sold", Ulid(1).ToLowerInvariant()));

        again.Status.ShouldBe(200);
        again.Body.ShouldBe("{}\n");
        Simulator.EventsOf("1").Count.ShouldBe(1);
        Simulator.DuplicateEvents.Single().EventId.ShouldBe(Ulid(1));
        Simulator.Operations.Select(operation => operation.IsDuplicate).ShouldBe([false, true]);
        Simulator.Event(Ulid(1))!.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_ulid_is_known_over_people_and_over_v1_and_v2()
    {
        await Client.EntityAsync(Event("1", "sold", Ulid(1)));
        await Client.PostAsync("/api/v1/customers/2/events", $$"""{"name":"sold","id":"{{Ulid(1)}}"}""");

        Simulator.DuplicateEvents.Single().Person.ShouldBe(PersonKey.Id("2"));
        Simulator.EventsOf("2").ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_without_a_ulid_are_never_repeats()
    {
        const string Plain = """{"type":"person","action":"event","identifiers":{"id":"1"},"name":"sold"}""";
        await Client.EntityAsync(Plain);
        await Client.EntityAsync(Plain);

        Simulator.EventsOf("1").Count.ShouldBe(2);
        Simulator.DuplicateEvents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Suppressing_deletes_and_blocks_id_and_email_until_unsuppressed()
    {
        await Client.EntityAsync(Identify("1", """{"email":"Ann@x.org"}"""));
        await Client.EntityAsync(Act("1", "suppress"));
        Simulator.Person("1").ShouldBeNull();
        Simulator.IsSuppressed("1").ShouldBeTrue();
        Simulator.IsSuppressed(PersonKey.Email("ann@X.org")).ShouldBeTrue();

        (await Client.EntityAsync(Identify("1", """{"plan":"pro"}"""))).Status.ShouldBe(200);
        (await Client.EntityAsync(Event("1", "sold", Ulid(1)))).Status.ShouldBe(200);
        Simulator.Person("1").ShouldBeNull();
        Simulator.Operations[^1].Outcome.ShouldBe(OperationOutcome.Suppressed);

        await Client.EntityAsync(Act("1", "unsuppress"));
        Simulator.IsSuppressed(PersonKey.Email("ann@x.org")).ShouldBeFalse();
        Simulator.Person("1").ShouldBeNull();
        await Client.EntityAsync(Identify("1", """{"plan":"pro"}"""));
        Simulator.Person("1")!.Attributes.ContainsKey("email").ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_person_is_created_anew_by_later_operations()
    {
        await Client.EntityAsync(Identify("1", """{"plan":"pro"}"""));
        var first = Simulator.Person("1")!.CioId;
        await Client.EntityAsync(Act("1", "delete"));
        Simulator.Person("1").ShouldBeNull();
        await Client.EntityAsync(Event("1", "back", Ulid(1)));

        string.Equals(Simulator.Person("1")!.CioId, first, StringComparison.Ordinal).ShouldBeFalse();
        Simulator.Person("1")!.Attributes.Count.ShouldBe(0);
        Simulator.EventsOf("1").Single().Name.ShouldBe("back");
    }

    [Fact]
    public async Task Merging_fills_the_primary_and_removes_the_secondary()
    {
        await Client.EntityAsync(Identify("1", """{"plan":"pro"}"""));
        await Client.EntityAsync(Identify("2", """{"plan":"free","city":"Rome","email":"two@x.org"}"""));
        await Client.EntityAsync(Event("2", "sold", Ulid(1)));
        await Client.EntityAsync(
            """{"type":"person","action":"merge","primary":{"id":"1"},"secondary":{"email":"TWO@x.org"}}""");

        var person = Simulator.Person("1")!;
        person.Attributes["plan"].GetString().ShouldBe("pro");
        person.Attributes["city"].GetString().ShouldBe("Rome");
        person.Email.ShouldBe("two@x.org");
        Simulator.Person("2").ShouldBeNull();
        Simulator.EventsOf("1").Single().Name.ShouldBe("sold");
        Simulator.Operations[^1].Target.ShouldBe("TWO@x.org");
    }

    [Fact]
    public async Task A_merge_into_nobody_does_nothing()
    {
        await Client.EntityAsync(Identify("2", "{}"));
        var answer = await Client.EntityAsync(
            """{"type":"person","action":"merge","primary":{"id":"1"},"secondary":{"id":"2"}}""");

        answer.Status.ShouldBe(200);
        Simulator.Person("2").ShouldNotBeNull();
        Simulator.Operations[^1].Outcome.ShouldBe(OperationOutcome.Ignored);
    }

    [Fact]
    public async Task Update_only_creates_nobody()
    {
        var answer = await Client.EntityAsync(Identify("1", """{"_update":true,"plan":"pro"}"""));
        answer.Status.ShouldBe(200);
        Simulator.Person("1").ShouldBeNull();

        await Client.EntityAsync(Identify("1", "{}"));
        await Client.EntityAsync(Identify("1", """{"_update":true,"plan":"pro"}"""));
        Simulator.Person("1")!.Attributes["plan"].GetString().ShouldBe("pro");
        Simulator.Person("1")!.Attributes.ContainsKey("_update").ShouldBeFalse();
    }

    [Fact]
    public async Task People_are_found_by_each_identifier_and_email_has_no_case()
    {
        await Client.EntityAsync(
            """{"type":"person","action":"identify","identifiers":{"email":"Ann@x.org"},"attributes":{"plan":"pro"}}""");
        await Client.EntityAsync(Identify("1", """{"email":"ann@X.ORG"}"""));

        var person = Simulator.PersonByEmail("ANN@x.org")!;
        person.Id.ShouldBe("1");
        person.Attributes["plan"].GetString().ShouldBe("pro");
        Simulator.People.Count.ShouldBe(1);
        Simulator.Person(PersonKey.CioId(person.CioId))!.Id.ShouldBe("1");
    }

    [Fact]
    public async Task Only_a_customer_io_identifier_can_change_an_id()
    {
        await Client.EntityAsync(Identify("1", "{}"));
        await Client.EntityAsync(Identify("1", """{"id":"other"}"""));
        Simulator.Person("1").ShouldNotBeNull();

        var cioId = Simulator.Person("1")!.CioId;
        await Client.PutAsync($"/api/v1/customers/cio_{cioId}", """{"id":"9"}""");
        Simulator.Person("9")!.CioId.ShouldBe(cioId);
        Simulator.Person("1").ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_customer_io_identifier_is_dropped()
    {
        (await Client.PutAsync("/api/v1/customers/cio_ffff", """{"id":"9"}""")).Status.ShouldBe(200);

        Simulator.People.ShouldBeEmpty();
        Simulator.Operations.Single().Outcome.ShouldBe(OperationOutcome.Ignored);
    }

    [Fact]
    public async Task An_email_of_somebody_else_is_not_taken_over()
    {
        await Client.EntityAsync(Identify("1", """{"email":"ann@x.org"}"""));
        await Client.EntityAsync(Identify("2", """{"email":"ann@x.org","plan":"pro"}"""));

        Simulator.PersonByEmail("ann@x.org")!.Id.ShouldBe("1");
        Simulator.Person("2")!.Email.ShouldBeNull();
        Simulator.Person("2")!.Attributes["plan"].GetString().ShouldBe("pro");
    }

    [Fact]
    public async Task A_visitors_events_go_to_the_person_they_turn_out_to_be()
    {
        await Client.PostAsync("/api/v1/events", """{"name":"seen","anonymous_id":"v-1"}""");
        Simulator.EventsOf(new PersonKey(IdentifierKind.AnonymousId, "v-1")).Count.ShouldBe(1);

        await Client.EntityAsync(Identify("1", """{"anonymous_id":"v-1"}"""));
        Simulator.EventsOf("1").Single().Name.ShouldBe("seen");
    }

    [Fact]
    public async Task Topics_are_set_whole_and_one_by_one()
    {
        await Client.EntityAsync(Identify(
            "1", """{"cio_subscription_preferences":{"topics":{"topic_1":true,"topic_2":true}}}"""));
        await Client.EntityAsync(Identify("1", """{"cio_subscription_preferences.topics.topic_2":false}"""));

        Simulator.Person("1")!.Topics["topic_1"].ShouldBeTrue();
        Simulator.Person("1")!.Topics["topic_2"].ShouldBeFalse();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("1", true)]
    [InlineData("\"yes\"", false)]
    [InlineData("false", false)]
    public async Task Unsubscribed_is_true_in_the_documented_forms(string value, bool expected)
    {
        await Client.EntityAsync(Identify("1", $$"""{"unsubscribed":{{value}}}"""));

        Simulator.Person("1")!.IsUnsubscribed.ShouldBe(expected);
    }

    [Fact]
    public async Task A_null_attribute_of_a_person_is_kept_as_null()
    {
        await Client.EntityAsync(Identify("1", """{"plan":null}"""));

        Simulator.Person("1")!.Attributes["plan"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    private static string Identify(string id, string attributes, long? timestamp = null) =>
        $$"""
        {"type":"person","action":"identify","identifiers":{"id":"{{id}}"},
        "timestamp":{{timestamp?.ToString() ?? "null"}},"attributes":{{attributes}}}
        """;

    private static string Event(string id, string name, string ulid) =>
        $$$"""{"type":"person","action":"event","identifiers":{"id":"{{{id}}}"},"name":"{{{name}}}","id":"{{{ulid}}}"}""";

    private static string Act(string id, string action) =>
        $$$"""{"type":"person","action":"{{{action}}}","identifiers":{"id":"{{{id}}}"}}""";
}
