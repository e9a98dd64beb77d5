using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Http;

/// <summary>What to ask of Customer.io; each attempt makes a fresh request from it.</summary>
/// <param name="Surface">Decides host, credentials, rate limit and breaker.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query from the host's root, escaped, with its leading slash.</param>
/// <param name="Body">JSON as UTF-8; empty sends no body.</param>
/// <param name="Repetition">Whether an ambiguous failure may be retried.</param>
/// <param name="IsPublic">The server takes it from anybody: no credentials are needed, and none are sent.</param>
/// <param name="BatchCount">The operations in the body of a v2 batch; 0 for every other call.</param>
internal sealed record HttpCall(
    ApiSurface Surface,
    HttpMethod Method,
    string Path,
    ReadOnlyMemory<byte> Body = default,
    Repetition Repetition = Repetition.Safe,
    bool IsPublic = false,
    int BatchCount = 0)
{
    public WireApi Api => Surface is ApiSurface.Track ? WireApi.Track : WireApi.App;

    /// <summary>Whether the body of a success can be an answer to this call.</summary>
    public bool Understands(int status, ReadOnlyMemory<byte> body)
    {
        if (Api is WireApi.App || Method == HttpMethod.Get)
        {
            return AnswerBody.IsData(body);
        }

        TrackAnswer answer =
            BatchCount > 0 ? TrackAnswer.OfBatch(status, body, BatchCount) : TrackAnswer.OfOne(status, body);
        return answer.Kind is not AnswerKind.NotUnderstood;
    }
}
