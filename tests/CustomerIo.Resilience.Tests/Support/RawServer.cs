using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>
/// An HTTP/1.1 server on a loopback socket that answers with the very bytes it is told, or breaks off.
/// </summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawRequest, int, string?> _answer;
    private readonly List<RawRequest> _requests = [];
    private readonly Task _accepting;

    /// <param name="answer">
    /// Gives the answer's bytes as Latin-1 text for a request and its number from 0; null resets the connection.
    /// </param>
    public RawServer(Func<RawRequest, int, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public IReadOnlyList<RawRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static string Answer(int status, string body = "{}", params string[] headers) =>
        $"HTTP/1.1 {status} Status\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
        + string.Concat(headers.Select(h => h + "\r\n")) + "\r\n" + body;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    int number;
                    lock (_requests)
                    {
                        number = _requests.Count;
                        _requests.Add(request);
                    }

                    if (_answer(request, number) is not { } answer)
                    {
                        client.Client.LingerState = new LingerOption(enable: true, 0);
                        client.Client.Close();
                        return;
                    }

                    await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), _stop.Token);
                    if (answer.Contains("Connection: close", StringComparison.Ordinal))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client or the test is gone.
            }
        }
    }

    private async Task<RawRequest?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        byte[] one = new byte[1];
        while (!EndsHeaders(bytes))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            bytes.Add(one[0]);
        }

        string head = Encoding.Latin1.GetString([.. bytes]);
        string[] lines = head.TrimEnd().Split("\r\n");
        string[] first = lines[0].Split(' ');
        var request = new RawRequest(first[0], first[1], lines[1..], []);
        int length = int.Parse(request.Header("Content-Length") ?? "0");
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return request with { Body = body };
    }

    private static bool EndsHeaders(List<byte> bytes) =>
        bytes.Count >= 4 && bytes[^4] == '\r' && bytes[^3] == '\n' && bytes[^2] == '\r' && bytes[^1] == '\n';
}

public sealed record RawRequest(string Method, string Path, IReadOnlyList<string> Headers, IReadOnlyList<byte> Body)
{
    public string Text => Encoding.UTF8.GetString([.. Body]);

    public string? Header(string name) => Headers
        .FirstOrDefault(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
