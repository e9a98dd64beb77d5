using System.Threading.Channels;
using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>
/// Makes the calls. Every person belongs to one of a few workers, which makes one call after the other: so a person's calls
/// are made in the order of the file, and many people's at the same time.
/// </summary>
internal sealed class Dispatcher(OperationSender sender, int perSecond, Func<FileOperation, bool> isBackground)
{
    private const int Workers = 48;

    private int _sent;

    /// <summary>How many calls have returned.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Makes a call for every operation and gives the answers, in the order of the file.</summary>
    /// <param name="operations">What is sent.</param>
    /// <param name="answered">Is told each answer, from several threads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SentOperation>> SendAsync(
        IReadOnlyList<FileOperation> operations, Action<SentOperation> answered, CancellationToken cancellationToken)
    {
        SentOperation[] answers = new SentOperation[operations.Count];
        Channel<int>[] queues = [.. Enumerable.Range(0, Workers).Select(static _ => Channel.CreateUnbounded<int>())];
        Task[] workers = [.. queues.Select(queue => WorkAsync(queue.Reader, operations, answers, answered, cancellationToken))];
        // The queues have no bound: they hold numbers of lines that are in memory anyway.
        await FeedAsync(operations, queues, cancellationToken);
        await Task.WhenAll(workers);
        return answers;
    }

    private async Task FeedAsync(
        IReadOnlyList<FileOperation> operations, Channel<int>[] queues, CancellationToken cancellationToken)
    {
        Pacer pacer = new(perSecond);
        Dictionary<string, ChannelWriter<int>> queueOf = new(StringComparer.Ordinal);
        for (int index = 0; index < operations.Count; index++)
        {
            string person = operations[index].Person;
            if (!queueOf.TryGetValue(person, out ChannelWriter<int>? queue))
            {
                queueOf[person] = queue = queues[queueOf.Count % queues.Length].Writer;
            }

            await pacer.NextAsync(cancellationToken);
            queue.TryWrite(index);
        }

        foreach (Channel<int> queue in queues)
        {
            queue.Writer.Complete();
        }
    }

    private async Task WorkAsync(
        ChannelReader<int> queue,
        IReadOnlyList<FileOperation> operations,
        SentOperation[] answers,
        Action<SentOperation> answered,
        CancellationToken cancellationToken)
    {
        await foreach (int index in queue.ReadAllAsync(cancellationToken))
        {
            FileOperation operation = operations[index];
            DeliveryResult result = isBackground(operation)
                ? sender.Enqueue(operation)
                : await sender.SendAsync(operation, cancellationToken);
            answers[index] = new SentOperation(operation, result);
            answered(answers[index]);
            Interlocked.Increment(ref _sent);
        }
    }
}
