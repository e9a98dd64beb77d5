using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// A process that holds its operations in memory until it is told to stop by SIGTERM; with no operations, one that
/// sends what a former process left and stops by itself.
/// </summary>
internal static class Holder
{
    public const string Role = "hold";
    public const string Ready = "ready";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(ProducerArguments arguments)
    {
        using IHost host = AppHost.Build(arguments, static options =>
        {
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            options.Delivery.FlushCount = 10_000;
            options.Delivery.MaxBatchCount = 100;
            options.Track.AttemptTimeout = TimeSpan.FromSeconds(10);
            options.Delivery.ShutdownTimeout = TimeSpan.FromSeconds(2);
        });
        await host.StartAsync();
        Receipts receipts = new(Console.OpenStandardOutput());
        ICustomerIoStatus status = host.Services.GetRequiredService<ICustomerIoStatus>();
        if (arguments.Operations == 0)
        {
            while (status.Figures.Stored > 0)
            {
                await Task.Delay(LookAgain);
            }

            await host.StopAsync();
        }
        else
        {
            IBatchTracker background = host.Services.GetRequiredService<IBatchTracker>();
            for (int number = 0; number < arguments.Operations; number++)
            {
                background.Enqueue(
                    Caller.NameOf(number % arguments.People), "step", new(StringComparer.Ordinal) { ["n"] = number });
            }

            receipts.Write(string.Create(CultureInfo.InvariantCulture, $"{Ready} {status.Figures.InMemory}"));
            await host.WaitForShutdownAsync();
        }

        receipts.Write(Receipts.Done);
        return 0;
    }
}
