using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Producing;
using CustomerIo.Resilience.Torture.Producing;
using CustomerIo.Resilience.Torture.Running;

namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>The producer's lives, one after the other; what is true goes on being true in the next one.</summary>
internal sealed class Producers(
    MixedArguments arguments, MixedLedger ledger, FairTime fairTime, Incidents sizes, bool isRoomy)
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _standing = new(StringComparer.Ordinal);
    private ProducerProcess? _process;
    private bool _isWell = true;
    private bool _isStarted;
    private bool _isKilled;

    /// <summary>Which life this is, from 1.</summary>
    public int Life { get; private set; }

    /// <summary>Ends when all operations were issued.</summary>
    public TaskCompletionSource Issued { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs one life after the other until one ends well.</summary>
    public async Task RunAsync()
    {
        while (!await LiveAsync())
        {
            // Killed, and so another one.
        }
    }

    /// <summary>SIGKILL; the next life follows.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (_process is { } process)
            {
                _isKilled = true;
                _isStarted = false;
                fairTime.End(DateTime.UtcNow);
                process.Kill();
            }
        }
    }

    /// <summary>Says something once.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            if (_isStarted)
            {
                _process?.Say(line);
            }
        }
    }

    /// <summary>Says something that is true from now on, in later lives, too.</summary>
    public void Say(string word, string value)
    {
        lock (_gate)
        {
            _standing[word] = $"{word} {value}";
            _process?.Say($"{word} {value}");
        }
    }

    /// <summary>Whether all around the producer is well, or has just become so.</summary>
    public void SetWell(bool isWell, TimeSpan recovery = default)
    {
        lock (_gate)
        {
            _isWell = isWell;
            if (!isWell)
            {
                fairTime.End(DateTime.UtcNow);
            }
            else if (_isStarted)
            {
                fairTime.Begin(DateTime.UtcNow, recovery);
            }
        }
    }

    private async Task<bool> LiveAsync()
    {
        using ProducerProcess process = Start();
        bool isDone = false;
        while (await process.ReadLineAsync() is { } line)
        {
            ledger.Add(Life, line);
            if (line == Words.Started + Receipts.EndMark)
            {
                OnStarted();
            }
            else if (line == Words.Issued + Receipts.EndMark)
            {
                Issued.TrySetResult();
            }

            isDone |= line == Words.Done + Receipts.EndMark;
        }

        lock (_gate)
        {
            _process = null;
            _isStarted = false;
        }

        int exitCode = await process.WaitAsync(Patience);
        if (isDone)
        {
            return true;
        }

        return exitCode == Killed && _isKilled
            ? false
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"Producer {Life} ended by itself with {exitCode}."));
    }

    private ProducerProcess Start()
    {
        lock (_gate)
        {
            Life++;
            _isKilled = false;
            MixedArguments own = arguments with { MaxCount = isRoomy ? 0 : sizes.MaxCount() };
            ledger.Notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"life {Life} from {DateTime.UtcNow:mm:ss.fff}, the store takes {own.MaxCount}"));
            ProducerProcess process = ProducerProcess.Start(MixedProducer.Role, own.ToCommandLine());
            process.Say(string.Join(' ', ledger.Done));
            foreach (string line in _standing.Values)
            {
                process.Say(line);
            }

            return _process = process;
        }
    }

    private void OnStarted()
    {
        lock (_gate)
        {
            if (!_isKilled)
            {
                _isStarted = true;
                if (_isWell)
                {
                    fairTime.Begin(DateTime.UtcNow, Settings.Recovery);
                }
            }
        }
    }
}
