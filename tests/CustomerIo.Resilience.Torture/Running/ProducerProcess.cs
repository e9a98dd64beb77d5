using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Torture.Running;

/// <summary>One life of the producer: this program again, in its other role.</summary>
internal sealed class ProducerProcess : IDisposable
{
    private readonly Process _process;

    private ProducerProcess(Process process) => _process = process;

    public static ProducerProcess Start(string role, ProducerArguments arguments) =>
        Start(role, arguments.ToCommandLine());

    public static ProducerProcess Start(string role, IEnumerable<string> arguments)
    {
        string program = typeof(ProducerProcess).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [program, role, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // Lives are short: what is compiled well takes longer than it saves.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new ProducerProcess(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>Says where to begin.</summary>
    public void Tell(int budget, IEnumerable<int> next)
    {
        Say(budget.ToString(CultureInfo.InvariantCulture));
        Say(string.Join(' ', next));
    }

    /// <summary>Says a line; a producer that was killed meanwhile does not listen.</summary>
    public void Say(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The kill was faster.
        }
    }

    /// <summary>The next line, without what tells it from one cut off; null at the end.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>SIGKILL; nothing happens to one that has ended.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The same after a while, unless that is called off.</summary>
    public async Task KillAfterAsync(TimeSpan delay, CancellationToken callOff = default)
    {
        await Task.Delay(delay, callOff).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!callOff.IsCancellationRequested)
        {
            Kill();
        }
    }

    public async Task<int> WaitAsync(TimeSpan patience)
    {
        using CancellationTokenSource giveUp = new(patience);
        await _process.WaitForExitAsync(giveUp.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
