using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>What the App API tells about people.</summary>
internal sealed class CustomersApi(Workspace workspace)
{
    public Reply Handle(Exchange exchange, string[] rest) => (exchange.Method, rest) switch
    {
        ("GET", []) => ByEmail(exchange),
        ("POST", []) => Search(exchange),
        ("POST", ["attributes"]) => ManyAttributes(exchange),
        ("GET", [var id, var question]) => Ask(exchange, id, question),
        _ => AppApi.NotFound(),
    };

    private Reply ByEmail(Exchange exchange) => workspace.Read(state =>
    {
        var person = state.FindPerson(PersonKey.Email(exchange.Query("email") ?? string.Empty));
        return Reply.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            if (person is not null)
            {
                CustomerWriter.WriteIdentifiers(writer, person);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    });

    private Reply Search(Exchange exchange)
    {
        if (!exchange.TryBody(out var body))
        {
            return AppApi.Malformed();
        }

        if (!body.TryGet("filter", out var tree) || CustomerFilter.Parse(tree) is not { } filter)
        {
            return Reply.AppError(400, "filter is missing or invalid", "/filter");
        }

        return workspace.Read(state => IdentifiersPage(
            exchange, [.. state.AllPeople.Where(person => filter(state, person))]));
    }

    /// <summary>A page of people as both <c>identifiers</c> and <c>ids</c>.</summary>
    public static Reply IdentifiersPage(Exchange exchange, IReadOnlyList<PersonState> people)
    {
        if (Page.Of(exchange, people) is not { } page)
        {
            return Reply.AppError(400, "start or limit is invalid");
        }

        return Reply.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("identifiers");
            foreach (var person in page.Items)
            {
                CustomerWriter.WriteIdentifiers(writer, person);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("ids");
            foreach (var person in page.Items.Where(person => person.Id is not null))
            {
                writer.WriteStringValue(person.Id);
            }

            writer.WriteEndArray();
            writer.WriteString("next", page.Next);
            writer.WriteEndObject();
        });
    }

    private Reply ManyAttributes(Exchange exchange)
    {
        if (!exchange.TryBody(out var body)
            || !body.TryGet("ids", out var ids)
            || ids.ValueKind != JsonValueKind.Array
            || ids.GetArrayLength() is 0 or > Limits.AttributeLookupIds)
        {
            return Reply.AppError(400, $"ids must be an array of 1 to {Limits.AttributeLookupIds}", "/ids");
        }

        if (Identifiers.Kind(exchange.Query("id_type")) is not { } kind)
        {
            return Reply.AppError(400, "id_type must be id, email or cio_id", "/id_type");
        }

        return workspace.Read(state => Reply.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("customers");
            foreach (var id in ids.EnumerateArray())
            {
                if (state.FindPerson(new PersonKey(kind, id.ToString())) is { } person)
                {
                    writer.WriteStartObject();
                    writer.WritePropertyName("customer");
                    CustomerWriter.WriteFull(writer, person);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }

    private Reply Ask(Exchange exchange, string id, string question)
    {
        if (Identifiers.Kind(exchange.Query("id_type")) is not { } kind)
        {
            return Reply.AppError(400, "id_type must be id, email or cio_id", "/id_type");
        }

        return workspace.Read(state => state.FindPerson(new PersonKey(kind, id)) is { } person
            ? Answer(exchange, state, person, question)
            : Reply.AppError(404, "customer not found"));
    }

    private static Reply Answer(Exchange exchange, Workspace state, PersonState person, string question) =>
        question switch
        {
            "attributes" => Reply.Json(200, writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("customer");
                CustomerWriter.WriteFull(writer, person);
                writer.WriteEndObject();
            }),
            "activities" => Page.Reply(
                exchange, person.Events, "activities", (writer, item) => PersonRecords.Activity(writer, person, item)),
            "messages" => Page.Reply(exchange, state.MessagesOf(person), "messages", PersonRecords.Message),
            "relationships" => Page.Reply(
                exchange,
                [.. person.Objects ?? []],
                "cio_relationships",
                (writer, target) => PersonRecords.Relationship(writer, person, target)),
            "segments" => PersonRecords.Segments(state.SegmentsOf(person)),
            "subscription_preferences" => PersonRecords.Preferences(person),
            _ => AppApi.NotFound(),
        };
}
