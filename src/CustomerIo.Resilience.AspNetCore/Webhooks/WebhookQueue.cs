using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// The events that wait for a handler, bounded in number and bytes, and the workers that hand them over, bounded in
/// number. Safe to use from any thread.
/// </summary>
internal sealed class WebhookQueue : IDisposable
{
    private readonly Channel<WebhookWork> _waiting;
    private readonly ConcurrentDictionary<WebhookWork, bool> _running = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly HandlerRun _run;
    private readonly WebhookMetrics _metrics;
    private readonly ILogger _logger;
    private readonly long _maxBytes;
    private readonly int _concurrency;
    private Task[] _workers = [];
    private long _bytes;
    private volatile bool _isStopping;

    public WebhookQueue(CustomerIoWebhookOptions options, TimeProvider time, WebhookMetrics metrics, ILogger logger)
    {
        _waiting = Channel.CreateBounded<WebhookWork>(options.QueueCapacity);
        _maxBytes = options.QueueBytes;
        _concurrency = options.Concurrency;
        _run = new HandlerRun(options.HandlerTimeout, time, metrics, logger);
        _metrics = metrics;
        _logger = logger;
        metrics.Observe(() => Count);
    }

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Reader.Count;

    /// <summary>How many are being handled.</summary>
    public int Running => _running.Count;

    public bool IsStopping => _isStopping;

    /// <summary>Takes an event in, if there is room and time.</summary>
    public bool TryAdd(WebhookWork work)
    {
        if (_isStopping)
        {
            return false;
        }

        if (Interlocked.Add(ref _bytes, work.Bytes) <= _maxBytes && _waiting.Writer.TryWrite(work))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -work.Bytes);
        return false;
    }

    public void Start() => _workers = [.. Enumerable.Range(0, _concurrency).Select(_ => Task.Run(WorkAsync))];

    /// <summary>Takes nothing in from now on. What is here goes on.</summary>
    public void BeginStopping() => _isStopping = true;

    /// <summary>
    /// Waits until all is handled, or until there is no more time: then gives the rest up, and says so.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        BeginStopping();
        _waiting.Writer.TryComplete();
        Task all = Task.WhenAll(_workers);
        await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (all.IsCompleted)
        {
            return;
        }

        await _giveUp.CancelAsync().ConfigureAwait(false);
        List<WebhookWork> left = [.. _running.Keys];
        while (_waiting.Reader.TryRead(out WebhookWork? work))
        {
            left.Add(work);
        }

        Abandon(left);
    }

    public void Dispose() => _giveUp.Dispose();

    private void Abandon(List<WebhookWork> left)
    {
        int lost = 0;
        int unanswered = 0;
        foreach (WebhookWork work in left)
        {
            if (work.TryEnd(WebhookOutcome.Stopping, out bool wasAcknowledged))
            {
                lost += wasAcknowledged ? 1 : 0;
                unanswered += wasAcknowledged ? 0 : 1;
            }
        }

        _metrics.CountLost(lost);
        WebhookLog.Abandoned(_logger, lost, unanswered);
    }

    private async Task WorkAsync()
    {
        while (!_giveUp.IsCancellationRequested && await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (!_giveUp.IsCancellationRequested && _waiting.Reader.TryRead(out WebhookWork? work))
            {
                _running[work] = true;
                await _run.RunAsync(work, _giveUp.Token).ConfigureAwait(false);
                _running.TryRemove(work, out _);
                Interlocked.Add(ref _bytes, -work.Bytes);
            }
        }
    }
}
