using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Sending;
using CustomerIo.Resilience.QuickStart.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>Sends to Customer.io itself. What arrived cannot be checked there, only what the library counted.</summary>
internal static class LiveRun
{
    // The same one each time: what the last run could not deliver goes out first.
    private static readonly string Store = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "customerio-quickstart", "customerio.db");

    public static async Task<int> RunAsync(Arguments arguments, OperationFile file)
    {
        using IHost host = AppHost.Live(logs: !Screen.IsTerminal, Store);
        await host.StartAsync();
        CancellationToken stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        FileDelivery delivery = new(host, arguments.Rate, marksLines: false, isBackground: static _ => false);
        Task<IReadOnlyList<SentOperation>> work = delivery.RunAsync(
            file.Operations, static _ => Task.CompletedTask, static _ => { }, stopping);
        IReadOnlyList<SentOperation> sent = await Screen.ShowAsync(
            "CustomerIo.Resilience, live", delivery.Watch(file.Operations.Count, static () => null), work);

        DeliveryFigures figures = host.Services.GetRequiredService<ICustomerIoStatus>().Figures;
        IReadOnlyList<string> refusals = await Report.RefusalsAsync(
            sent, host.Services.GetRequiredService<IDeadLetters>());
        IReadOnlyList<string> leftovers = Report.LeftoversOf(figures);
        await host.StopAsync(CancellationToken.None);

        Screen.Write(Report.TableOf(sent, erased: new HashSet<int>()));
        Report.Write(Console.Error, "refused: ", refusals);
        Report.Write(Console.Error, "undelivered: ", leftovers);
        Console.WriteLine("These are the library's own figures. Checking what arrived needs the simulator: leave --live out.");
        Console.WriteLine(Report.LastLine(figures));
        return refusals.Count == 0 && leftovers.Count == 0 ? 0 : 1;
    }
}
