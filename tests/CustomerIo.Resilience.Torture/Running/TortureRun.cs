using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Torture.Planning;
using CustomerIo.Resilience.Torture.Producing;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Torture.Running;

/// <summary>Kills the producer as often as asked, lets it end, and compares.</summary>
internal sealed class TortureRun
{
    private const int Killed = 128 + 9;
    private const int MaxDetails = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ProducerArguments _producer;
    private readonly Ledger _ledger;
    private readonly Kills _kills;

    private TortureRun(ProducerArguments producer, Ledger ledger, Kills kills)
    {
        _producer = producer;
        _ledger = ledger;
        _kills = kills;
    }

    public static async Task<int> RunAsync(Arguments arguments)
    {
        long started = TimeProvider.System.GetTimestamp();
        Plan plan = new(arguments.Seed, arguments.Operations, arguments.People);
        Ledger ledger = new(plan, arguments.Durability);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("customerio-torture-");
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        Outages outages = new(simulator, arguments.Seed);
        outages.PlantFaults();
        ProducerArguments producer = new(
            simulator.TrackAddress,
            Path.Combine(folder.FullName, "customerio.db"),
            arguments.Seed,
            arguments.Operations,
            arguments.People,
            arguments.Durability,
            arguments.Synchronous);
        TortureRun run = new(producer, ledger, new Kills(arguments.Seed, arguments.Kills));

        using (CancellationTokenSource end = new())
        {
            Task down = outages.RunAsync(end.Token);
            await run.KillAllAsync();
            await end.CancelAsync();
            await down;
        }

        await run.FinishAsync();
        Findings findings = Reconciliation.Compare(
            plan, ledger.Acknowledged, Observation.Of(simulator), Observation.ExistingAt(simulator));
        Report(arguments, ledger, outages, simulator, findings, TimeProvider.System.GetElapsedTime(started));
        if (findings.IsClean)
        {
            folder.Delete(recursive: true);
        }
        else
        {
            Console.WriteLine($"The store's file is kept in {folder.FullName}.");
        }

        Console.WriteLine(findings.LastLine);
        return findings.IsClean ? 0 : 1;
    }

    private async Task KillAllAsync()
    {
        while (_kills.Left > 0)
        {
            Kill kill = _kills.Next(_ledger.Remaining);
            using ProducerProcess process = ProducerProcess.Start(Producer.Role, _producer);
            process.Tell(kill.Budget, _ledger.Next);
            Task killing = kill.Moment is KillMoment.AfterStart
                ? process.KillAfterAsync(kill.Delay)
                : Task.CompletedTask;
            using CancellationTokenSource ended = new();
            Task watch = process.KillAfterAsync(Patience, ended.Token);
            int receipts = 0;
            while (await process.ReadLineAsync() is { } line)
            {
                bool isIdle = line == Receipts.Idle + Receipts.EndMark;
                if (Receipt.Parse(line) is { } receipt)
                {
                    _ledger.Add(receipt);
                    receipts++;
                }

                if (kill.Moment is KillMoment.AfterReceipts && receipts == kill.Receipts)
                {
                    process.Kill();
                }
                else if (kill.Moment is KillMoment.WhileDraining && isIdle)
                {
                    killing = process.KillAfterAsync(kill.Delay);
                }
            }

            bool hangs = watch.IsCompleted;
            await ended.CancelAsync();
            await watch;
            await killing;
            if (hangs)
            {
                throw new InvalidOperationException($"The producer hung: {kill} was not reached, with {receipts} receipts.");
            }

            int exitCode = await process.WaitAsync(Patience);
            if (exitCode != Killed)
            {
                throw new InvalidOperationException(
                    $"The producer was to be killed, and ended by itself with {exitCode}.");
            }
        }
    }

    private async Task FinishAsync()
    {
        using ProducerProcess process = ProducerProcess.Start(Producer.Role, _producer);
        process.Tell(int.MaxValue, _ledger.Next);
        using CancellationTokenSource finished = new();
        Task watch = process.KillAfterAsync(Patience, finished.Token);
        bool isDone = false;
        while (await process.ReadLineAsync() is { } line)
        {
            isDone |= line == Receipts.Done + Receipts.EndMark;
            if (Receipt.Parse(line) is { } receipt)
            {
                _ledger.Add(receipt);
            }
        }

        await finished.CancelAsync();
        await watch;
        int exitCode = await process.WaitAsync(Patience);
        if (!isDone || exitCode != 0)
        {
            throw new InvalidOperationException($"The last producer did not finish; its exit code is {exitCode}.");
        }
    }

    private static void Report(
        Arguments arguments,
        Ledger ledger,
        Outages outages,
        CustomerIoSimulator simulator,
        Findings findings,
        TimeSpan lasted)
    {
        IEnumerable<string> answers = ledger.Answers.Select(static pair => $"{pair.Key} {pair.Value}");
        Console.WriteLine(
            $"seed {arguments.Seed}, {arguments.Durability}, {arguments.Synchronous}: "
            + $"{arguments.Kills} kills and {outages.Count} outages in {lasted.TotalSeconds:F1} s");
        Console.WriteLine($"answers: {string.Join(", ", answers)}");
        Console.WriteLine(
            $"server: {simulator.RequestCount} requests, {simulator.OperationCount} operations, "
            + $"{simulator.DuplicateEvents.Count} repeated events without effect");
        Console.WriteLine(
            $"acknowledged, but refused by the server: {findings.Refused}; "
            + $"erased while they waited: {findings.Erased}");
        foreach (string detail in findings.Details.Take(MaxDetails))
        {
            Console.WriteLine(detail);
        }
    }
}
