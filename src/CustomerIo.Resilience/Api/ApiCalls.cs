using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Api;

/// <summary>Makes the calls of the App API, reads their answers, and turns every failure into an exception.</summary>
internal sealed class ApiCalls
{
    private readonly ICustomerIoHttp _http;

    public ApiCalls(ICustomerIoHttp http) => _http = http;

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(new HttpCall(ApiSurface.App, HttpMethod.Get, path), type, cancellationToken);

    public Task<T> PostAsync<T>(
        string path, JsonBuffer body, Repetition repetition, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(
            new HttpCall(ApiSurface.App, HttpMethod.Post, path, body.WrittenMemory, repetition),
            type,
            cancellationToken);

    /// <exception cref="CustomerIoException">There was no answer, or it was not what is documented.</exception>
    public async Task<T> SendAsync<T>(HttpCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ReadOnlyMemory<byte> body = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw Unexpected(cause: null);
        }
        catch (JsonException exception)
        {
            throw Unexpected(exception);
        }
    }

    /// <exception cref="CustomerIoException">There was no answer, or it was not JSON.</exception>
    public async Task<JsonElement> SendRawAsync(HttpCall call, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        if (body.IsEmpty)
        {
            return default;
        }

        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>The body of a success, trimmed: an object or an array, as the attempt has made sure of, or empty.</summary>
    /// <exception cref="CustomerIoException">There was no answer, or it was not a success, or not JSON.</exception>
    public async Task<ReadOnlyMemory<byte>> CallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        HttpResult result = await _http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? AnswerBody.Trim(result.Body) : throw CustomerIoExceptions.From(call, result);
    }

    // The cause names a position and a path in the JSON, never a value.
    private static CustomerIoException Unexpected(JsonException? cause) => new(
        CustomerIoErrorReason.UnexpectedAnswer,
        "Customer.io answered with a success whose body is not what its reference says. What was asked for may be done.",
        innerException: cause);
}
