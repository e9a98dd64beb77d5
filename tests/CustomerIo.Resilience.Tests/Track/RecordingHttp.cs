using System.Text;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Track;

/// <summary>Keeps every call and answers from a list; after its end, with an empty object.</summary>
internal sealed class RecordingHttp : ICustomerIoHttp
{
    private readonly Queue<HttpResult> _answers = new();

    public List<HttpCall> Calls { get; } = [];

    public HttpCall Call => Calls.ShouldHaveSingleItem();

    public string Body => Encoding.UTF8.GetString(Call.Body.Span);

    public RecordingHttp Answer(string body, int status = 200) =>
        Add(HttpResult.Answer(status, Encoding.UTF8.GetBytes(body)));

    public RecordingHttp Add(HttpResult result)
    {
        _answers.Enqueue(result);
        return this;
    }

    public ValueTask<HttpResult> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(call);
        return new ValueTask<HttpResult>(_answers.TryDequeue(out HttpResult result)
            ? result
            : HttpResult.Answer(200, "{}\n"u8.ToArray()));
    }

    public ValueTask<HttpResult> SendOnceAsync(HttpCall call, CancellationToken cancellationToken) =>
        SendAsync(call, cancellationToken);

    public Task<Stream> OpenReadAsync(HttpCall call, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The clients under test do not stream through here.");
}
