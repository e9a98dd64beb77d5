using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Track;

/// <summary>Every operation of Track v2 with all that it can have, and its JSON.</summary>
internal static class TrackEntitySamples
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly ObjectId Company = ObjectId.Of(1, "acme");
    private static readonly Dictionary<string, object?> Role = new() { ["role"] = "admin" };

    public static IReadOnlyDictionary<string, (TrackEntity Entity, string Json)> All { get; } =
        new Dictionary<string, (TrackEntity, string)>
        {
            ["person identify"] = (
                new PersonIdentify("42")
                {
                    Attributes = new() { ["plan"] = "pro" },
                    Timestamp = Time,
                    Relationships = [new ObjectRelationship(Company) { Attributes = Role }],
                },
                """{"type":"person","action":"identify","identifiers":{"id":"42"},"timestamp":1700000000,"attributes":{"plan":"pro"},"cio_relationships":[{"identifiers":{"object_type_id":"1","object_id":"acme"},"relationship_attributes":{"role":"admin"}}]}"""),
            ["person delete"] = (
                new PersonDelete(PersonId.Email("a@b.c")),
                """{"type":"person","action":"delete","identifiers":{"email":"a@b.c"}}"""),
            ["person suppress"] = (
                new PersonSuppress(PersonId.CioId("03000001")),
                """{"type":"person","action":"suppress","identifiers":{"cio_id":"03000001"}}"""),
            ["person unsuppress"] = (
                new PersonUnsuppress("42"),
                """{"type":"person","action":"unsuppress","identifiers":{"id":"42"}}"""),
            ["person event"] = (
                new PersonEvent("42", "paid") { Timestamp = Time, Attributes = new() { ["amount"] = 9.5m } },
                """{"type":"person","action":"event","identifiers":{"id":"42"},"id":"01J00000000000000000000001","name":"paid","timestamp":1700000000,"attributes":{"amount":9.5}}"""),
            ["person page"] = (
                new PersonPage("42", "/pricing") { Id = CountingIds.Number(9) },
                """{"type":"person","action":"page","identifiers":{"id":"42"},"id":"01J00000000000000000000009","name":"/pricing"}"""),
            ["person screen"] = (
                new PersonScreen("42", "home"),
                """{"type":"person","action":"screen","identifiers":{"id":"42"},"id":"01J00000000000000000000001","name":"home"}"""),
            ["person add_relationships"] = (
                new PersonAddRelationships("42", [new ObjectRelationship(ObjectId.CioObjectId("ob9"))]),
                """{"type":"person","action":"add_relationships","identifiers":{"id":"42"},"cio_relationships":[{"identifiers":{"cio_object_id":"ob9"}}]}"""),
            ["person delete_relationships"] = (
                new PersonDeleteRelationships("42", [new ObjectRelationship(Company), new ObjectRelationship(ObjectId.Of(2, "x"))]),
                """{"type":"person","action":"delete_relationships","identifiers":{"id":"42"},"cio_relationships":[{"identifiers":{"object_type_id":"1","object_id":"acme"}},{"identifiers":{"object_type_id":"2","object_id":"x"}}]}"""),
            ["person add_device"] = (
                new PersonAddDevice("42", new Device("token", DevicePlatform.Android) { LastUsed = Time }),
                """{"type":"person","action":"add_device","identifiers":{"id":"42"},"device":{"token":"token","platform":"android","last_used":1700000000}}"""),
            ["person delete_device"] = (
                new PersonDeleteDevice("42", "token"),
                """{"type":"person","action":"delete_device","identifiers":{"id":"42"},"device":{"token":"token"}}"""),
            ["person merge"] = (
                new PersonMerge("42", PersonId.Email("a@b.c")),
                """{"type":"person","action":"merge","primary":{"id":"42"},"secondary":{"email":"a@b.c"}}"""),
            ["object identify"] = (
                new ObjectIdentify(Company)
                {
                    Attributes = new() { ["seats"] = 5 },
                    Relationships = [new PersonRelationship("42") { Attributes = Role }],
                },
                """{"type":"object","action":"identify","identifiers":{"object_type_id":"1","object_id":"acme"},"attributes":{"seats":5},"cio_relationships":[{"identifiers":{"id":"42"},"relationship_attributes":{"role":"admin"}}]}"""),
            ["object identify_anonymous"] = (
                new ObjectIdentifyAnonymous(Company) { Relationships = [new AnonymousRelationship("visitor")] },
                """{"type":"object","action":"identify_anonymous","identifiers":{"object_type_id":"1","object_id":"acme"},"cio_relationships":[{"identifiers":{"anonymous_id":"visitor"}}]}"""),
            ["object delete"] = (
                new ObjectDelete(ObjectId.CioObjectId("ob9")),
                """{"type":"object","action":"delete","identifiers":{"cio_object_id":"ob9"}}"""),
            ["object add_relationships"] = (
                new ObjectAddRelationships(Company, [new PersonRelationship("42")]),
                """{"type":"object","action":"add_relationships","identifiers":{"object_type_id":"1","object_id":"acme"},"cio_relationships":[{"identifiers":{"id":"42"}}]}"""),
            ["object delete_relationships"] = (
                new ObjectDeleteRelationships(Company, [new PersonRelationship(PersonId.Email("a@b.c"))]),
                """{"type":"object","action":"delete_relationships","identifiers":{"object_type_id":"1","object_id":"acme"},"cio_relationships":[{"identifiers":{"email":"a@b.c"}}]}"""),
            ["delivery event"] = (
                new DeliveryEvent("d1", PushEventName.Delivered, "token"),
                """{"type":"delivery","action":"event","identifiers":{"id":"d1"},"name":"delivered","attributes":{"device_token":"token"}}"""),
        };
}
