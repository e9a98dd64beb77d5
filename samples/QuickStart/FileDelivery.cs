using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Sending;
using CustomerIo.Resilience.QuickStart.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>Sends a file's operations through the library of a running host, and waits until they have arrived.</summary>
internal sealed class FileDelivery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly IBatchTracker _tracker;
    private readonly ICustomerIoStatus _status;
    private readonly Dispatcher _dispatcher;

    public FileDelivery(IHost host, int rate, bool marksLines, Func<FileOperation, bool> isBackground)
    {
        _tracker = host.Services.GetRequiredService<IBatchTracker>();
        _status = host.Services.GetRequiredService<ICustomerIoStatus>();
        ICustomerIoClient client = host.Services.GetRequiredService<ICustomerIoClient>();
        _dispatcher = new Dispatcher(new OperationSender(client, _tracker, marksLines), rate, isBackground);
    }

    /// <summary>How many operations were handed to the library.</summary>
    public int Sent => _dispatcher.Sent;

    public DeliveryMonitor Watch(int total, Func<bool?> isServerUp) => new(_status, total, () => _dispatcher.Sent, isServerUp);

    /// <summary>Ends when nothing waits any more, or after a minute without getting there.</summary>
    /// <param name="operations">What is sent.</param>
    /// <param name="meanwhile">What goes on beside it and has to be over first, such as an outage.</param>
    /// <param name="answered">Is told each answer, from several threads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SentOperation>> RunAsync(
        IReadOnlyList<FileOperation> operations,
        Func<CancellationToken, Task> meanwhile,
        Action<SentOperation> answered,
        CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<SentOperation>> sending = _dispatcher.SendAsync(operations, answered, cancellationToken);
        await Task.WhenAll(sending, meanwhile(cancellationToken));
        await _tracker.FlushAsync(Patience, cancellationToken);
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (_status.Figures is { Stored: > 0 } or { InMemory: > 0 } && Environment.TickCount64 < deadline)
        {
            await Task.Delay(LookAgain, cancellationToken);
        }

        return await sending;
    }
}
