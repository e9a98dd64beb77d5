using Microsoft.AspNetCore.Http.Features;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Lets a request in, sends it to the other region, or hands it to the API its path belongs to.</summary>
internal sealed class Router(
    CustomerIoSimulatorOptions options, SimulatorAddresses addresses, TrackApi track, AppApi app)
{
    private readonly Credentials _credentials = new(options);

    public Reply Route(IFeatureCollection context, Exchange exchange)
    {
        if (exchange.Body.Length >= Limits.BodyBytes)
        {
            return Reply.MetaError(413, "request body is too large");
        }

        return exchange.Segments switch
        {
            ["unsubscribe", _] => Redirect(context) ?? track.Handle(exchange),
            ["exports", _, _] => app.Handle(exchange),
            ["api", ..] => Allow(context, exchange.Segments) ?? track.Handle(exchange),
            ["v1", ..] => Allow(context, exchange.Segments) ?? app.Handle(exchange),
            _ => Reply.MetaError(404, "not found"),
        };
    }

    /// <summary>Says yes to whoever has the right credentials.</summary>
    public Reply Discard(IFeatureCollection context)
    {
        var target = context.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return Allow(context, [target.StartsWith("/v1/", StringComparison.Ordinal) ? "v1" : "api"]) ?? Reply.Ok;
    }

    private Reply? Allow(IFeatureCollection context, string[] segments)
    {
        var isApp = segments[0] is "v1";
        var header = context.GetRequiredFeature<IHttpRequestFeature>().Headers.Authorization.ToString();
        var isAllowed = isApp ? _credentials.AllowApp(header) : _credentials.AllowTrack(header);
        var isElsewhere = IsElsewhere(context);
        if (!isAllowed || (isElsewhere && options.Region == SimulatorRegion.Us && !IsRegionQuestion(segments)))
        {
            return isApp ? Reply.AppError(401, "unauthorized") : Reply.Unauthorized;
        }

        if (!isElsewhere || IsRegionQuestion(segments))
        {
            return null;
        }

        return isApp
            ? Reply.AppError(301, "request was sent to the wrong datacenter for this account") with
            {
                Headers = [Location(context)],
            }
            : Redirect(context);
    }

    /// <summary>The account region endpoint works on either host (Track API reference).</summary>
    private static bool IsRegionQuestion(string[] segments) => segments is ["api", "v1", "accounts", "region"];

    private Reply? Redirect(IFeatureCollection context) => IsElsewhere(context) && options.Region == SimulatorRegion.Eu
        ? new Reply(options.RedirectStatus, default, IsAccepted: false) { Headers = [Location(context)] }
        : null;

    private bool IsElsewhere(IFeatureCollection context) =>
        context.Get<IHttpConnectionFeature>()?.LocalPort == addresses.OtherPort;

    private KeyValuePair<string, string> Location(IFeatureCollection context) => KeyValuePair.Create(
        "Location",
        addresses.Home.GetLeftPart(UriPartial.Authority) + context.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
}
