using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>This program a second time, as the server.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync()
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(program) is "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        start.ArgumentList.Add(LoadServer.Argument);
        Process process = Process.Start(start)!;
        string? address = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return address is not null
            ? new ServerProcess(process, new Uri(address))
            : throw new InvalidOperationException("The server ended before it had said its address; see its error output.");
    }

    public async Task<ServerCounts> CountAsync()
    {
        await _process.StandardInput.WriteLineAsync("count");
        await _process.StandardInput.FlushAsync();
        string? answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return answer?.Split(' ') is [var requests, var bytes]
            ? new ServerCounts(
                long.Parse(requests, CultureInfo.InvariantCulture), long.Parse(bytes, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The server was asked for its counts and said '{answer}'.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            using CancellationTokenSource patience = new(Patience);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
