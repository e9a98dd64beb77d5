namespace CustomerIo.Resilience.Idempotency;

/// <summary>
/// Lets an operation be asked for twice and done once: a repeat gets the result of the first. An operation that fails,
/// is cancelled or whose end is unknown is forgotten, so that trying again is possible. Bounded in number and time,
/// within this process, safe to use from any thread.
/// </summary>
/// <typeparam name="TResult">What an operation results in.</typeparam>
public sealed class IdempotencyGuard<TResult>
{
    private readonly Gate _gate = new();
    private readonly Dictionary<string, IdempotencyEntry<TResult>> _entries = new(StringComparer.Ordinal);
    private readonly IdempotencyOptions _options;
    private readonly TimeProvider _time;
    private readonly long _window;
    private IdempotencyEntry<TResult>? _oldestDone;
    private IdempotencyEntry<TResult>? _newestDone;

    /// <summary>Makes a guard.</summary>
    /// <param name="options">Window, bound and mode; default: <see cref="IdempotencyOptions"/>' own.</param>
    /// <param name="timeProvider">The clock; default: the system's.</param>
    public IdempotencyGuard(IdempotencyOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? new IdempotencyOptions();
        _time = timeProvider ?? TimeProvider.System;
        _window = (long)(_options.Window.TotalSeconds * _time.TimestampFrequency);
    }

    /// <summary>How many operations are kept in mind now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>
    /// Runs an operation, unless it is under way or done already: then gives the result of that. If the first one
    /// fails, those who waited for it get its exception, and the next call runs again; if it is cancelled, one of those
    /// who waited runs.
    /// </summary>
    /// <param name="key">The operation's key; without one, <see cref="IdempotencyOptions.Mode"/> decides.</param>
    /// <param name="content">
    /// The operation's content, to tell a repeat from another operation under the same key.
    /// </param>
    /// <param name="operation">What to do.</param>
    /// <param name="cancellationToken">Cancels the operation, or the wait for another's.</param>
    /// <returns>The operation's result, or the earlier one's.</returns>
    /// <exception cref="IdempotencyMismatchException">The key was used before with other content.</exception>
    public async Task<TResult> RunAsync(
        string? key,
        ReadOnlyMemory<byte> content,
        Func<CancellationToken, ValueTask<TResult>> operation,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IdempotencyLookup<TResult> lookup = TryBegin(key, content.Span);
            switch (lookup.State)
            {
                case IdempotencyState.Done:
                    return lookup.Result!;
                case IdempotencyState.Mismatch:
                    throw new IdempotencyMismatchException();
                case IdempotencyState.InFlight:
                    Task<TResult> first = lookup.InFlight!;
                    await ((Task)first).WaitAsync(cancellationToken)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (!first.IsCompleted || first.IsCanceled)
                    {
                        // Given up, by this caller or by the first: the loop finds out which.
                        continue;
                    }

                    return await first.ConfigureAwait(false);
                default:
                    return await RunFirstAsync(lookup.Ticket, operation, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks whether an operation may begin. Whoever gets a ticket reports the end with it.</summary>
    /// <param name="key">The operation's key; without one, <see cref="IdempotencyOptions.Mode"/> decides.</param>
    /// <param name="content">The operation's content.</param>
    public IdempotencyLookup<TResult> TryBegin(string? key, ReadOnlySpan<byte> content)
    {
        if (string.IsNullOrEmpty(key) && _options.Mode == IdempotencyMode.CallerKey)
        {
            return default;
        }

        var fingerprint = ContentFingerprint.Of(content);
        key = string.IsNullOrEmpty(key) ? fingerprint.ToString() : key;
        lock (_gate)
        {
            ForgetExpired();
            if (_entries.TryGetValue(key, out IdempotencyEntry<TResult>? entry))
            {
                return Repeat(entry, fingerprint);
            }

            if (_entries.Count >= _options.MaxEntries)
            {
                return default;
            }

            entry = new IdempotencyEntry<TResult>(key, fingerprint);
            _entries.Add(key, entry);
            return new IdempotencyLookup<TResult>(
                IdempotencyState.Fresh, new IdempotencyTicket<TResult>(entry));
        }
    }

    /// <summary>
    /// The operation is done: its result answers repeats for <see cref="IdempotencyOptions.Window"/>.
    /// </summary>
    public void Complete(IdempotencyTicket<TResult> ticket, TResult result)
    {
        TaskCompletionSource<TResult>? promise = null;
        lock (_gate)
        {
            if (ticket.Entry is { IsDone: false, IsGone: false } entry)
            {
                entry.IsDone = true;
                entry.Result = result;
                entry.ExpiresAt = _time.GetTimestamp() + _window;
                promise = entry.Promise;
                entry.Promise = null;
                if (_newestDone is null)
                {
                    _oldestDone = entry;
                }
                else
                {
                    _newestDone.DoneNext = entry;
                }

                _newestDone = entry;
            }
        }

        promise?.TrySetResult(result);
    }

    /// <summary>The operation was given up, or its end is unknown: it is forgotten, and a repeat may begin.</summary>
    public void Release(IdempotencyTicket<TResult> ticket) => Forget(ticket)?.TrySetCanceled();

    /// <summary>
    /// The operation ended without success: those who wait get the result, but a later repeat may begin.
    /// </summary>
    public void Release(IdempotencyTicket<TResult> ticket, TResult result) => Forget(ticket)?.TrySetResult(result);

    /// <summary>The operation failed: those who wait get the exception, and a later repeat may begin.</summary>
    public void Release(IdempotencyTicket<TResult> ticket, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (Forget(ticket) is { } promise && promise.TrySetException(exception))
        {
            // Seen: whoever waited may have given up since.
            _ = promise.Task.Exception;
        }
    }

    /// <summary>What was done under a key has come to nothing: the next call with it begins anew.</summary>
    internal void Forget(string key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out IdempotencyEntry<TResult>? entry) && entry.IsDone)
            {
                // It stays in the row of those that expire, as nobody's.
                entry.IsGone = true;
                _entries.Remove(key);
            }
        }
    }

    private static IdempotencyLookup<TResult> Repeat(IdempotencyEntry<TResult> entry, ContentFingerprint fingerprint)
    {
        if (entry.Fingerprint != fingerprint)
        {
            return new IdempotencyLookup<TResult>(IdempotencyState.Mismatch);
        }

        if (entry.IsDone)
        {
            return new IdempotencyLookup<TResult>(IdempotencyState.Done, result: entry.Result);
        }

        entry.Promise ??= new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new IdempotencyLookup<TResult>(IdempotencyState.InFlight, inFlight: entry.Promise.Task);
    }

    private async Task<TResult> RunFirstAsync(
        IdempotencyTicket<TResult> ticket,
        Func<CancellationToken, ValueTask<TResult>> operation,
        CancellationToken cancellationToken)
    {
        TResult result;
        try
        {
            result = await operation(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Release(ticket);
            throw;
        }
        catch (Exception exception)
        {
            Release(ticket, exception);
            throw;
        }

        Complete(ticket, result);
        return result;
    }

    private TaskCompletionSource<TResult>? Forget(IdempotencyTicket<TResult> ticket)
    {
        lock (_gate)
        {
            if (ticket.Entry is not { IsDone: false, IsGone: false } entry)
            {
                return null;
            }

            entry.IsGone = true;
            _entries.Remove(entry.Key);
            return entry.Promise;
        }
    }

    /// <summary>All results live equally long, so the oldest expires first: each is looked at once.</summary>
    private void ForgetExpired()
    {
        if (_oldestDone is null)
        {
            return;
        }

        long now = _time.GetTimestamp();
        while (_oldestDone is { } oldest && oldest.ExpiresAt <= now)
        {
            if (!oldest.IsGone)
            {
                _entries.Remove(oldest.Key);
            }

            oldest.IsGone = true;
            _oldestDone = oldest.DoneNext;
            oldest.DoneNext = null;
            if (_oldestDone is null)
            {
                _newestDone = null;
            }
        }
    }
}
