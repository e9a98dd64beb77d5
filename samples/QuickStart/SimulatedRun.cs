using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Reconciling;
using CustomerIo.Resilience.QuickStart.Sending;
using CustomerIo.Resilience.QuickStart.Views;
using CustomerIo.Resilience.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>Sends to a simulator in this process that fails on purpose, and checks what arrived.</summary>
internal static class SimulatedRun
{
    public static async Task<int> RunAsync(Arguments arguments, OperationFile file)
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        Disturbance disturbance = new(arguments.Seed);
        disturbance.Plant(simulator.Faults);

        using StoreFolder folder = new();
        using IHost host = AppHost.Simulated(
            logs: !Screen.IsTerminal, ServerAccess.To(simulator), folder.File, Durability.OnFailure);
        await host.StartAsync();
        CancellationToken stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        FileDelivery delivery = new(host, arguments.Rate, marksLines: true, disturbance.IsBackground);
        Task<IReadOnlyList<SentOperation>> work = delivery.RunAsync(
            file.Operations,
            token => disturbance.BreakAsync(simulator, () => (double)delivery.Sent / file.Operations.Count, token),
            static _ => { },
            stopping);
        IReadOnlyList<SentOperation> sent = await Screen.ShowAsync(
            $"CustomerIo.Resilience, seed {arguments.Seed}", delivery.Watch(file.Operations.Count, () => simulator.IsRunning), work);

        DeliveryFigures figures = host.Services.GetRequiredService<ICustomerIoStatus>().Figures;
        IReadOnlyList<string> refusals = await Report.RefusalsAsync(
            sent, host.Services.GetRequiredService<IDeadLetters>());
        IReadOnlyList<string> leftovers = Report.LeftoversOf(figures);
        await host.StopAsync(CancellationToken.None);
        Findings findings = Reconciliation.Compare(sent, Observation.Of(simulator), figures.Rejected);

        Screen.Write(Report.TableOf(sent, findings.Erased));
        Console.WriteLine(
            $"The server was down for {disturbance.OutageLasts.TotalSeconds:F1} s, failed "
            + $"{simulator.Requests.Count(IsFailed):N0} of {simulator.RequestCount:N0} requests on purpose, and got "
            + $"{simulator.DuplicateEvents.Count:N0} events again, which had no effect.");
        Report.Write(Console.Error, "refused: ", refusals);
        Report.Write(Console.Error, "undelivered: ", leftovers);
        Report.Write(Console.Error, string.Empty, findings.Details);
        Console.WriteLine(Report.LastLine(figures, findings));
        return findings.IsClean && refusals.Count == 0 && leftovers.Count == 0 ? 0 : 1;
    }

    private static bool IsFailed(RecordedRequest request) => request.Fault is { Kind: not FaultKind.Latency };
}
