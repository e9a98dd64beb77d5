using System.Diagnostics;
using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>A sample, running as a process of its own.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly Process _process;
    private TaskCompletionSource _written = NewSignal();

    private SampleProgram(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public static SampleProgram Start(string name, string[] arguments, Dictionary<string, string>? environment = null)
    {
        string folder = RepositoryFolder.Combine("samples", name);
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(folder, "bin", Configuration, "net10.0", $"{name}.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string variable, string value) in environment ?? [])
        {
            start.Environment[variable] = value;
        }

        return new SampleProgram(start);
    }

    /// <summary>Waits until a line has a text, and gives that line.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        using CancellationTokenSource late = new(Patience);
        while (true)
        {
            Task written;
            lock (_gate)
            {
                if (_output.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }

                written = _written.Task;
            }

            try
            {
                await written.WaitAsync(late.Token);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"No line with '{text}' came. The program said:\n{Output}", exception);
            }
        }
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public async Task<int> StopAsync()
    {
        await Signal.TerminateAsync(_process.Id);
        return await WaitForExitAsync();
    }

    public void Kill() => _process.Kill();

    public async Task<int> WaitForExitAsync()
    {
        using CancellationTokenSource late = new(Patience);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        TaskCompletionSource written;
        lock (_gate)
        {
            _output.Add(line);
            written = _written;
            _written = NewSignal();
        }

        written.SetResult();
    }
}
