namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The Track API: which operation a method and path are.</summary>
internal sealed class TrackApi(
    CustomerIoSimulatorOptions options, SimulatorAddresses addresses, Workspace workspace)
{
    private readonly TrackV2 _v2 = new(options, workspace);

    public Reply Handle(Exchange exchange) => (exchange.Method, exchange.Segments) switch
    {
        ("POST", ["api", "v2", "batch"]) => _v2.Batch(exchange),
        ("POST", ["api", "v2", "entity"]) => _v2.Entity(exchange),
        ("GET", ["api", "v1", "accounts", "region"]) => Region(),
        _ => Reply.MetaError(404, "not found"),
    };

    private Reply Region() => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("url", addresses.Home.GetLeftPart(UriPartial.Authority));
        writer.WriteString("region", options.Region == SimulatorRegion.Eu ? "eu" : "us");
        writer.WriteNumber("environment_id", options.EnvironmentId);
        writer.WriteEndObject();
    });
}
