using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The Track API v1 on people and their devices.</summary>
internal sealed class TrackV1People(Workspace workspace)
{
    public Reply Identify(Exchange exchange, PersonKey person)
    {
        if (!exchange.TryBody(out _))
        {
            return Reply.MetaError(400, "the body must be a JSON object");
        }

        if (AttributeRules.Check(exchange.Body, 0) is { } error)
        {
            return Reply.MetaError(400, error.Message);
        }

        var timestamp = IdentifyFacts.Read(exchange.Body).Timestamp;
        return Apply(exchange, new TrackItem
        {
            Type = "person",
            Action = "identify",
            Person = person,
            Attributes = exchange.Body,
            Timestamp = timestamp,
        });
    }

    public Reply Simple(Exchange exchange, PersonKey person, string action) =>
        Apply(exchange, new TrackItem { Type = "person", Action = action, Person = person });

    public Reply AddDevice(Exchange exchange, PersonKey person)
    {
        if (!exchange.TryBody(out var body) || !body.TryGet("device", out var device))
        {
            return Reply.MetaErrors(400, "device must be present");
        }

        var token = device.Text("id");
        if (string.IsNullOrEmpty(token))
        {
            return Reply.MetaErrors(400, "device.id must be present, a string, and non-empty");
        }

        if (device.Text("platform") is not ("ios" or "android"))
        {
            return Reply.MetaErrors(400, "device.platform must be ios or android");
        }

        return Apply(exchange, new TrackItem
        {
            Type = "person",
            Action = "add_device",
            Person = person,
            Target = token,
            Device = Json.Raw(device),
            Attributes = device.TryGet("attributes", out var attributes) ? Json.Raw(attributes) : default,
        });
    }

    public Reply DeleteDevice(Exchange exchange, PersonKey person, string token) => token.Length == 0
        ? Reply.MetaErrors(400, "device id must be present")
        : Apply(exchange, new TrackItem
        {
            Type = "person",
            Action = "delete_device",
            Person = person,
            Target = token,
        });

    public Reply Merge(Exchange exchange)
    {
        if (!exchange.TryBody(out var body))
        {
            return Reply.MetaError(400, "the body must be a JSON object");
        }

        var primary = Member(body, "primary");
        var secondary = Member(body, "secondary");
        if ((IdentifierReader.ReadPerson(primary, 0, "primary", out var kept)
            ?? IdentifierReader.ReadPerson(secondary, 0, "secondary", out _)) is { } error)
        {
            return Reply.MetaError(400, error.Message);
        }

        IdentifierReader.ReadPerson(secondary, 0, "secondary", out var gone);
        return kept == gone
            ? Reply.MetaError(400, "primary and secondary must be two people")
            : Apply(exchange, new TrackItem
            {
                Type = "person",
                Action = "merge",
                Person = kept,
                Target = gone.Value,
                Primary = primary,
                Secondary = secondary,
            });
    }

    private static ReadOnlyMemory<byte> Member(JsonElement body, string name) =>
        body.TryGet(name, out var value) ? Json.Raw(value) : default;

    private Reply Apply(Exchange exchange, TrackItem item)
    {
        workspace.Apply(exchange, [item]);
        return Reply.Ok;
    }
}
