using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Track;

/// <summary>Makes the calls of the Track API and turns every answer but a success into an exception.</summary>
internal sealed class TrackCalls
{
    private readonly ICustomerIoHttp _http;

    public TrackCalls(ICustomerIoHttp http) => _http = http;

    /// <exception cref="CustomerIoException">
    /// There was no answer, or it was not a success, or it named errors.
    /// </exception>
    public async Task SendAsync(
        HttpMethod method,
        string path,
        JsonBuffer? body,
        CancellationToken cancellationToken,
        Repetition repetition = Repetition.Safe)
    {
        HttpCall call = new(ApiSurface.Track, method, path, body?.WrittenMemory ?? default, repetition);
        await SendAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="CustomerIoException">
    /// There was no answer, or it was not a success, or it named errors.
    /// </exception>
    public async Task SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> answer = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        if (TrackAnswer.ReadErrors(answer) is { Count: > 0 } errors)
        {
            throw new CustomerIoException(
                CustomerIoErrorReason.InvalidRequest,
                "Customer.io answered with a success that names errors. They are in Errors; correct the request.",
                errors: errors);
        }
    }

    /// <exception cref="CustomerIoException">There was no answer, or it was not a success.</exception>
    public async Task<TrackBatchResult> SendBatchAsync(
        int count, JsonBuffer body, Repetition repetition, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> answer = await CallAsync(
            HttpMethod.Post, "/api/v2/batch", body, repetition, cancellationToken).ConfigureAwait(false);
        return new TrackBatchResult(count, TrackAnswer.ReadErrors(answer));
    }

    /// <exception cref="CustomerIoException">There was no answer, or it was not a success.</exception>
    public Task<ReadOnlyMemory<byte>> CallAsync(
        HttpMethod method, string path, JsonBuffer? body, Repetition repetition, CancellationToken cancellationToken)
    {
        HttpCall call = new(ApiSurface.Track, method, path, body?.WrittenMemory ?? default, repetition);
        return CallAsync(call, cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>> CallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        HttpResult result = await _http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? result.Body : throw CustomerIoExceptions.From(call, result);
    }
}
