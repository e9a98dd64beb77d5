using System.Text;

namespace CustomerIo.Resilience.Testing;

/// <summary>One request as it came over the socket, and what became of it.</summary>
public sealed class RecordedRequest
{
    private volatile int _status;
    private volatile bool _isAccepted;

    internal RecordedRequest(long sequence, DateTimeOffset time, string method, string path, string query)
    {
        Sequence = sequence;
        Time = time;
        Method = method;
        Path = path;
        Query = query;
    }

    /// <summary>Its number in the order of arrival, from 1.</summary>
    public long Sequence { get; }

    /// <summary>When its last byte had arrived.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path as it came, still percent-encoded, without the query.</summary>
    public string Path { get; }

    /// <summary>The query as it came, without the question mark; empty when there was none.</summary>
    public string Query { get; }

    /// <summary>
    /// The headers, by name without regard to case; the credentials in <c>Authorization</c> are masked. Empty when
    /// requests are not recorded.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; internal set; } = EmptyHeaders;

    /// <summary>The body's bytes; empty when there was none or bodies are not recorded.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>The length of the body in bytes, recorded or not.</summary>
    public long BodyLength { get; internal set; }

    /// <summary>The fault that was played on it; null when none was.</summary>
    public Fault? Fault { get; internal set; }

    /// <summary>
    /// The status it was answered with; 0 until it is answered, and for ever when its connection was reset.
    /// </summary>
    public int StatusCode
    {
        get => _status;
        internal set => _status = value;
    }

    /// <summary>
    /// Whether the service took it, wholly or in part, so that it had its effect; true also when the connection was
    /// reset after that.
    /// </summary>
    public bool IsAccepted
    {
        get => _isAccepted;
        internal set => _isAccepted = value;
    }

    private static readonly Dictionary<string, string> EmptyHeaders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body as text.</summary>
    /// <returns>The body decoded as UTF-8.</returns>
    public string BodyText() => Encoding.UTF8.GetString(Body.Span);

    /// <inheritdoc/>
    public override string ToString() => $"#{Sequence} {Method} {Path} → {StatusCode}";
}
