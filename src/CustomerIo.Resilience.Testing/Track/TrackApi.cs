namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The Track API: which operation a method and path are.</summary>
internal sealed class TrackApi(
    CustomerIoSimulatorOptions options, SimulatorAddresses addresses, Workspace workspace)
{
    private readonly TrackV2 _v2 = new(options, workspace);
    private readonly TrackV1People _people = new(workspace);
    private readonly TrackV1Events _events = new(workspace);
    private readonly TrackV1Others _others = new(workspace);

    public Reply Handle(Exchange exchange) => (exchange.Method, exchange.Segments) switch
    {
        ("POST", ["api", "v2", "batch"]) => _v2.Batch(exchange),
        ("POST", ["api", "v2", "entity"]) => _v2.Entity(exchange),
        ("GET", ["api", "v1", "accounts", "region"]) => Region(),
        (_, ["api", "v1", "customers", var id, .. var rest]) => Customer(exchange, id, rest),
        ("POST", ["api", "v1", "events"]) => _events.Anonymous(exchange),
        ("POST", ["api", "v1", "merge_customers"]) => _people.Merge(exchange),
        ("POST", ["api", "v1", "forms", var form, "submit"]) => _others.Form(exchange, form),
        ("POST", ["api", "v1", "metrics"]) => _others.Metric(exchange),
        ("POST", ["api", "v1", "push", "events"]) => _others.PushEvent(exchange),
        ("POST", ["api", "v1", "segments", var segment, "add_customers"]) =>
            _others.ChangeSegment(exchange, segment, add: true),
        ("POST", ["api", "v1", "segments", var segment, "remove_customers"]) =>
            _others.ChangeSegment(exchange, segment, add: false),
        ("POST", ["unsubscribe", var delivery]) => _others.Unsubscribe(exchange, delivery),
        _ => Reply.MetaError(404, "not found"),
    };

    private Reply Customer(Exchange exchange, string identifier, string[] rest)
    {
        if (IdentifierReader.Check(identifier, 0, "id") is { } error)
        {
            return Reply.MetaError(400, identifier.Length == 0 ? "id must be present" : error.Message);
        }

        var person = workspace.FromPath(identifier);
        return (exchange.Method, rest) switch
        {
            ("PUT", []) => _people.Identify(exchange, person),
            ("DELETE", []) => _people.Simple(exchange, person, "delete"),
            ("POST", ["suppress"]) => _people.Simple(exchange, person, "suppress"),
            ("POST", ["unsuppress"]) => _people.Simple(exchange, person, "unsuppress"),
            ("PUT", ["devices"]) => _people.AddDevice(exchange, person),
            ("DELETE", ["devices", var token]) => _people.DeleteDevice(exchange, person, token),
            ("POST", ["events"]) => _events.Event(exchange, person),
            _ => Reply.MetaError(404, "not found"),
        };
    }

    private Reply Region() => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("url", addresses.Home.GetLeftPart(UriPartial.Authority));
        writer.WriteString("region", options.Region == SimulatorRegion.Eu ? "eu" : "us");
        writer.WriteNumber("environment_id", options.EnvironmentId);
        writer.WriteEndObject();
    });
}
