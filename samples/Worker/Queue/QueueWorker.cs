using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Worker.Queue;

/// <summary>Takes one file after the other until the host stops; then the page under way is finished and no other begun.</summary>
internal sealed partial class QueueWorker(
    QueueFolder queue, FileDelivery delivery, TimeProvider time, ILogger<QueueWorker> logger) : BackgroundService
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer looking = new(LookAgainAfter, time);
        try
        {
            do
            {
                while (queue.Next() is { } file && await delivery.DeliverAsync(file, stoppingToken))
                {
                    queue.Finish(file);
                    LogDone(logger, file.Name);
                }
            }
            while (await looking.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(logger);
        }
    }

    [LoggerMessage(3, LogLevel.Information, "{File}: done")]
    private static partial void LogDone(ILogger logger, string file);

    [LoggerMessage(4, LogLevel.Information, "Stopping; what is left of the queue is for the next run")]
    private static partial void LogStopped(ILogger logger);
}
