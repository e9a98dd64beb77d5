using System.Globalization;
using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.QuickStart.Killing;

/// <summary>
/// The process that is killed: reads from its input which lines have been answered, sends the others, and writes the answers.
/// </summary>
internal static class ChildRun
{
    public static async Task<int> RunAsync(Arguments arguments, OperationFile file)
    {
        HashSet<int> answered = [];
        while (await Console.In.ReadLineAsync() is { } line)
        {
            answered.Add(int.Parse(line, CultureInfo.InvariantCulture));
        }

        Disturbance disturbance = new(arguments.Seed);
        using IHost host = AppHost.Simulated(
            logs: true, ServerAccess.FromEnvironment(), arguments.ChildStore!, Durability.WriteAhead);
        await host.StartAsync();
        FileDelivery delivery = new(host, arguments.Rate, marksLines: true, disturbance.IsBackground);
        await delivery.RunAsync(
            [.. file.Operations.Where(operation => !answered.Contains(operation.Line))],
            static _ => Task.CompletedTask,
            static sent => Console.WriteLine(AnswerLine.Of(sent)),
            CancellationToken.None);

        DeliveryFigures figures = host.Services.GetRequiredService<ICustomerIoStatus>().Figures;
        IReadOnlyList<string> leftovers = Report.LeftoversOf(figures);
        IReadOnlyList<string> refusals = await Report.RefusalsAsync([], host.Services.GetRequiredService<IDeadLetters>());
        await host.StopAsync(CancellationToken.None);
        Report.Write(Console.Error, "undelivered: ", leftovers);
        Report.Write(Console.Error, "refused: ", refusals);
        return leftovers.Count == 0 && refusals.Count == 0 ? 0 : 1;
    }
}
