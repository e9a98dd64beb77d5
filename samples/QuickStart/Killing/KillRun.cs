using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Reconciling;
using CustomerIo.Resilience.QuickStart.Sending;
using CustomerIo.Resilience.QuickStart.Views;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.QuickStart.Killing;

/// <summary>
/// Sends the file from a child process, kills that again and again, starts it on the same store where its answers ended, and
/// checks what arrived.
/// </summary>
internal sealed class KillRun(Arguments arguments, OperationFile file)
{
    private const int Killed = -1;

    private readonly Dictionary<int, FileOperation> _operations = file.Operations.ToDictionary(
        static operation => operation.Line);

    private readonly Dictionary<int, SentOperation> _answers = [];
    private readonly KillPlan _plan = new(arguments.Seed, file.Operations.Count);
    private int _kills;

    public async Task<int> RunAsync()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        Disturbance disturbance = new(arguments.Seed);
        disturbance.Plant(simulator.Faults);
        Task outage = disturbance.BreakAsync(simulator, () => (double)_answers.Count / _operations.Count, default);
        using StoreFolder folder = new();

        int exitCode;
        do
        {
            exitCode = await RunChildAsync(folder.File, ServerAccess.To(simulator));
        }
        while (exitCode is Killed);

        await outage;
        return exitCode == 0 ? Judge(simulator) : exitCode;
    }

    private async Task<int> RunChildAsync(string store, ServerAccess server)
    {
        using ChildProcess child = await ChildProcess.StartAsync(arguments, store, server, _answers.Keys);
        Task? kill = null;
        while (await child.ReadLineAsync() is { } line)
        {
            if (AnswerLine.Read(line, _operations) is { } answer)
            {
                _answers[answer.Operation.Line] = answer;
            }

            if (kill is null && _plan.IsDue(_answers.Count))
            {
                kill = child.KillAsync(after: _plan.Next());
            }
        }

        await child.WaitAsync();
        if (kill is null)
        {
            return child.ExitCode;
        }

        await kill;
        Console.WriteLine($"killed no. {++_kills} after {_answers.Count:N0} of {_operations.Count:N0} answers");
        return Killed;
    }

    private int Judge(CustomerIoSimulator simulator)
    {
        SentOperation[] sent = [.. _answers.Values.OrderBy(static answer => answer.Operation.Line)];
        IReadOnlyList<string> refusals = Report.RefusalsOf(sent);

        // A process that was killed can no longer say how many operations its deletes erased: any number is believed.
        Findings findings = Reconciliation.Compare(sent, Observation.Of(simulator), rejected: long.MaxValue);
        Screen.Write(Report.TableOf(sent, findings.Erased));
        Console.WriteLine(
            $"The sending process was killed {_kills} times; the server got {simulator.DuplicateEvents.Count:N0} events again, "
            + "which had no effect.");
        Report.Write(Console.Error, "refused: ", refusals);
        Report.Write(Console.Error, string.Empty, findings.Details);
        Console.WriteLine(Report.LastLine(FiguresOf(sent, findings), findings));
        return findings.IsClean && refusals.Count == 0 ? 0 : 1;
    }

    private static DeliveryFigures FiguresOf(SentOperation[] sent, Findings findings)
    {
        int accepted = sent.Count(static one => one.Result.IsAccepted);
        int erased = sent.Count(one => one.Result.IsAccepted && findings.Erased.Contains(one.Operation.Line));
        return new DeliveryFigures(accepted, accepted - erased - findings.Lost, erased, 0, 0, 0, 0, 0);
    }
}
