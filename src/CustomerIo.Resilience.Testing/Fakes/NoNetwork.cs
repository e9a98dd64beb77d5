using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>The end of every way to the wire in an application with a fake client.</summary>
internal sealed class NoNetwork : ICustomerIoHttp
{
    public ValueTask<HttpResult> SendAsync(HttpCall call, CancellationToken cancellationToken) => throw Refusal(call);

    public ValueTask<HttpResult> SendOnceAsync(HttpCall call, CancellationToken cancellationToken) => throw Refusal(call);

    public Task<Stream> OpenReadAsync(HttpCall call, CancellationToken cancellationToken) => throw Refusal(call);

    // The path is left out: it may hold a person, and the caller is in the stack trace.
    private static InvalidOperationException Refusal(HttpCall call) => new(
        $"A {call.Method} of {(call.Surface is ApiSurface.Track ? "ITrackClient" : "IApiClient")} was called, and "
        + "AddFakeCustomerIo lets nothing reach the network: only ICustomerIoClient and IBatchTracker have a fake. Register "
        + "your own implementation of the interface after it, or use SimulatedCustomerIo, which answers over HTTP.");
}
