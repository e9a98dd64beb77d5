using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Worker.Queue;

/// <summary>
/// Delivers a file. Its lines go to the background tracker in their order, and the file's position moves when the lines before
/// it are delivered or in the store. After a kill the lines since then are sent again, under the same idempotency keys, by
/// which Customer.io recognises the events it has.
/// </summary>
internal sealed partial class FileDelivery(IBatchTracker tracker, ILogger<FileDelivery> logger)
{
    private const int PageSize = 500;

    private static readonly TimeSpan PageDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Delivers what is left of a file.</summary>
    /// <returns>Whether all of it is delivered or stored; if not, there is no room at present, and it goes on later.</returns>
    public async Task<bool> DeliverAsync(QueueFile file, CancellationToken stopping)
    {
        LogBegin(logger, file.Name, file.Position);
        foreach ((int Number, string Text)[] page in file.Lines().Chunk(PageSize))
        {
            stopping.ThrowIfCancellationRequested();
            int last = SendPage(file, page);
            FlushResult flushed = await tracker.FlushAsync(PageDeadline, stopping);
            if (flushed.Remaining > 0)
            {
                return false;
            }

            LogPage(logger, file.Name, last, flushed.Sent, flushed.Stored);
            file.MoveTo(last);
            if (last < page[^1].Number)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sends lines until one finds no room, for nothing may overtake it, and gives the last one that is done with.</summary>
    private int SendPage(QueueFile file, (int Number, string Text)[] page)
    {
        int done = file.Position;
        foreach ((int number, string text) in page)
        {
            try
            {
                DeliveryResult result = Send(QueueLine.Parse(text), $"{file.Name}:{number}");
                if (result.Reason is RejectionReason.QueueFull or RejectionReason.StoreFull or RejectionReason.KeyBlocked
                    or RejectionReason.Stopped)
                {
                    return done;
                }

                if (!result.IsAccepted)
                {
                    file.Reject(text, result.Error?.Message ?? result.Reason.ToString());
                }
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
                file.Reject(text, exception.Message);
            }

            done = number;
        }

        return done;
    }

    private DeliveryResult Send(QueueLine line, string key) => line.Event is { Length: > 0 } name
        ? tracker.Enqueue(line.Person!, name, line.Data, new EventOptions { Timestamp = line.At, IdempotencyKey = key })
        : tracker.EnqueueIdentify(line.Person!, line.Attributes, new IdentifyOptions { Timestamp = line.At });

    [LoggerMessage(1, LogLevel.Information, "{File}: from line {Position} on")]
    private static partial void LogBegin(ILogger logger, string file, int position);

    [LoggerMessage(2, LogLevel.Information, "{File}: {Lines} lines done; of the last page {Sent} were sent and {Stored} stored")]
    private static partial void LogPage(ILogger logger, string file, int lines, long sent, long stored);
}
