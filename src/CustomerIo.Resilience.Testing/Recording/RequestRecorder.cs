using Microsoft.AspNetCore.Http.Features;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Numbers the requests as they arrive and keeps them.</summary>
internal sealed class RequestRecorder(CustomerIoSimulatorOptions options)
{
    private readonly Gate _gate = new();
    private AppendLog<RecordedRequest> _log = new(options.MaxRecordedRequests);
    private long _sequence;
    private long _bodyBytes;

    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    public long Count => Interlocked.Read(ref _sequence);

    public long BodyBytes => Interlocked.Read(ref _bodyBytes);

    /// <summary>Counts a request without keeping anything of it.</summary>
    public void Discarded(long bodyBytes)
    {
        Interlocked.Increment(ref _sequence);
        Interlocked.Add(ref _bodyBytes, bodyBytes);
    }

    public RecordedRequest Arrived(IHttpRequestFeature request, RequestTarget target, ReadOnlyMemory<byte> body)
    {
        Interlocked.Add(ref _bodyBytes, body.Length);
        var headers = options.RecordRequests ? CopyHeaders(request) : null;
        lock (_gate)
        {
            var record = new RecordedRequest(
                Interlocked.Increment(ref _sequence),
                options.TimeProvider.GetUtcNow(),
                request.Method,
                target.Path,
                target.Query)
            {
                BodyLength = body.Length,
                Body = options is { RecordRequests: true, RecordBodies: true } ? body : default,
            };
            if (headers is not null)
            {
                record.Headers = headers;
                _log.Add(record);
            }

            return record;
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _log = new AppendLog<RecordedRequest>(options.MaxRecordedRequests);
            Interlocked.Exchange(ref _sequence, 0);
            Interlocked.Exchange(ref _bodyBytes, 0);
        }
    }

    private static Dictionary<string, string> CopyHeaders(IHttpRequestFeature request)
    {
        var copy = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Headers)
        {
            copy[name] = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                ? Mask(value.ToString())
                : value.ToString();
        }

        return copy;
    }

    private static string Mask(string authorization)
    {
        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 ? $"{authorization.AsSpan(0, space)} ***" : "***";
    }
}
