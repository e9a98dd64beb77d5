namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The App API: which operation a method and path are.</summary>
internal sealed class AppApi(Workspace workspace, SimulatorAddresses addresses)
{
    private readonly SendApi _send = new(workspace);
    private readonly BroadcastApi _broadcasts = new(workspace);
    private readonly CustomersApi _customers = new(workspace);
    private readonly SegmentsApi _segments = new(workspace);
    private readonly ExportsApi _exports = new(workspace, addresses);

    public Reply Handle(Exchange exchange) => exchange.Segments switch
    {
        ["v1", "send", .. var rest] => _send.Handle(exchange, rest),
        ["v1", "campaigns", var broadcast, "triggers", .. var rest] => _broadcasts.Handle(exchange, broadcast, rest),
        ["v1", "broadcasts", var broadcast, "triggers"] => _broadcasts.List(exchange, broadcast),
        ["v1", "customers", .. var rest] => _customers.Handle(exchange, rest),
        ["v1", "segments", .. var rest] => _segments.Handle(exchange, rest),
        ["v1", "exports", .. var rest] => _exports.Handle(exchange, rest),
        ["exports", var id, var token] => _exports.Content(exchange, id, token),
        _ => NotFound(),
    };

    public static Reply NotFound() => Reply.AppError(404, "not found");

    public static Reply NotAllowed() => Reply.AppError(405, "method not allowed");

    public static Reply Malformed() => Reply.AppError(400, "the body must be a JSON object");
}
