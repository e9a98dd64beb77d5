using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Wire;

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
        HttpResult result = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        TrackAnswer answer = TrackAnswer.OfOne(result.Status, result.Body);
        if (answer.Kind is AnswerKind.NotUnderstood)
        {
            throw CustomerIoExceptions.From(call, result.AsNotUnderstood());
        }

        if (answer.Kind is not AnswerKind.Taken)
        {
            throw new CustomerIoException(
                CustomerIoErrorReason.InvalidRequest,
                "Customer.io answered with a success that names errors. They are in Errors; correct the request.",
                errors: answer.Refusals);
        }
    }

    /// <exception cref="CustomerIoException">
    /// There was no answer, or it was not a success, or it was none to a batch.
    /// </exception>
    public async Task<TrackBatchResult> SendBatchAsync(
        int count, JsonBuffer body, Repetition repetition, CancellationToken cancellationToken)
    {
        HttpCall call = new(
            ApiSurface.Track, HttpMethod.Post, "/api/v2/batch", body.WrittenMemory, repetition, BatchCount: count);
        HttpResult result = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        TrackAnswer answer = TrackAnswer.OfBatch(result.Status, result.Body, count);
        return answer.Kind is not AnswerKind.NotUnderstood
            ? new TrackBatchResult(count, answer)
            : throw CustomerIoExceptions.From(call, result.AsNotUnderstood());
    }

    /// <exception cref="CustomerIoException">
    /// There was no answer, or it was not a success, or not what is documented.
    /// </exception>
    public async Task<AccountRegion> GetRegionAsync(CancellationToken cancellationToken)
    {
        HttpCall call = new(ApiSurface.Track, HttpMethod.Get, "/api/v1/accounts/region");
        HttpResult result = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        return RegionAnswer.Read(result.Body) ?? throw CustomerIoExceptions.From(call, result.AsNotUnderstood());
    }

    private async Task<HttpResult> CallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        HttpResult result = await _http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? result : throw CustomerIoExceptions.From(call, result);
    }
}
