using System.Collections.Concurrent;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// Books what became of parked operations. An attempt counts only when the path worked before and after it, whatever the failure
/// was; what has failed often enough, over a long enough time, is given up, unless it is a delete or suppress.
/// </summary>
internal sealed class SideBooker(DeliveryServices services)
{
    private readonly ConcurrentQueue<(SideItem Item, bool IsGuilty)> _judged = new();
    private readonly BlameLimit _limit = new(services.Options.Fallback.MaxBlamed, services.Time);

    private FallbackOptions Options => services.Options.Fallback;

    /// <summary>Books a request that has ended well. What the store cannot book now it books later.</summary>
    public async ValueTask BookAsync(SideRequest request)
    {
        (SideItem Item, DeliveryResult Result)[] decided =
            [.. request.Items.Select((item, index) => (item, request.ResultOf(index))).Where(static one => one.Item2.Status is not DeliveryStatus.Queued)];
        List<Operation> completed = [];
        List<DeadLetter> letters = [];
        foreach ((SideItem item, DeliveryResult result) in decided)
        {
            bool isRefused = result.Status is DeliveryStatus.Rejected;
            if (isRefused)
            {
                letters.Add(LetterOf(item, result.Reason, result.Error, attempts: 1));
            }

            // An append that was tried from memory may have happened.
            if ((isRefused ? item.Memory?.Row : item.Row ?? item.Memory!.Row) is { } row)
            {
                completed.Add(row);
            }
        }

        if (completed.Count + letters.Count > 0)
        {
            await services.Store
                .SettleAsync(new StoreChanges { Completed = completed, DeadLetters = letters }).ConfigureAwait(false);
            services.NoteRefused(letters);
        }

        foreach ((SideItem item, DeliveryResult result) in decided)
        {
            Settle(item, result);
            services.Side.Parked.Change(item.Held.Key, static held =>
            {
                held.Failures = 0;
                held.SuspectedAt = null;
                held.FailedAlone = false;
            });
        }
    }

    /// <summary>Books a request that failed; gives when its keys get their next turn.</summary>
    public long? Fail(SideRequest request, SendResult result)
    {
        if (result.Outcome is SendOutcome.NotSent)
        {
            services.Traffic.Fail(request.Permit, isOurs: false, isAlone: false, result);
            return services.After(result.RetryAfter ?? TimeSpan.FromSeconds(1));
        }

        services.Pulse.NoteFailure(result);
        if (request.IsBlamed)
        {
            return FailBlamed(request, result);
        }

        PathWeather weather = services.WeatherOf(request.Path);
        weather.EndClean(request.Number, isSuccess: false);
        switch (result.Outcome)
        {
            case SendOutcome.Unauthorized:
                services.Traffic.Block(result.Status, request.Permit);
                break;
            case SendOutcome.Throttled:
                services.Traffic.Throttle(services.DelayAfter(1, result.RetryAfter));
                break;
            default:
                break;
        }

        int failures = Suspect(request, weather, result);
        bool isOurs = !result.IsFailure || !services.Lanes.AskOthers(null);
        services.Traffic.Fail(request.Permit, isOurs, isOurs && result.IsFailure, result);
        if (failures > services.Options.Track.Retry.MaxRetries || services.Traffic.IsPaused)
        {
            TellWaiting(request);
        }

        return services.After(services.DelayAfter(failures, result.RetryAfter));
    }

    /// <summary>It failed by itself: from now on its attempts are counted.</summary>
    public async ValueTask BlameAsync(HeldKeyState held, SideItem item)
    {
        bool isErased = services.Side.Parked.Ask(rules => item.Row is { } stored
            ? rules.IsNamedErased(stored)
            : rules.IsNamedErased(item.Memory!.Head, item.Memory.Sequence));
        if (isErased)
        {
            await EraseAsync(item).ConfigureAwait(false);
            services.Side.Parked.LetGo(held.Key, 0);
            return;
        }

        if (item.Row is { } row)
        {
            await services.Store
                .ApplyAsync(new StoreChanges { Parked = [row.With(parked: (row.Parked ?? default) with { HasFailed = true })] })
                .ConfigureAwait(false);
            services.Callers.AnswerStored(row.Position);
        }
        else
        {
            item.Memory!.HasFailed = true;
        }

        if (item.IsErasure)
        {
            services.Pulse.ErasureFails(item.Key);
        }

        DeliveryLog.Parked(services.Logger, item.Kind);
        services.Side.Parked.Change(held.Key, static state =>
        {
            state.SuspectedAt = null;
            state.FailedAlone = false;
        });
        services.Side.Parked.LetGo(held.Key, services.After(Backoff(held.Failures)));
    }

    // It names somebody who is erased after it, and cannot go out before.
    private async ValueTask EraseAsync(SideItem item)
    {
        ChangeResult? result = (item.Row ?? item.Memory!.Row) is { } row
            ? await services.Store.SettleAsync(new StoreChanges { Completed = [row] }).ConfigureAwait(false)
            : null;
        if (item.Row is null || result is not { Removed: 0 })
        {
            Settle(item, DeliveryResult.Rejected(item.Id, RejectionReason.Erased));
        }
    }

    /// <summary>Counts attempts that were judged to be their operations' fault; true if there were any.</summary>
    public async ValueTask<bool> BookJudgedAsync(IReadOnlySet<string> busy)
    {
        bool any = false;
        while (_judged.TryDequeue(out (SideItem Item, bool IsGuilty) judged))
        {
            judged.Item.Held.AwaitsVerdict = false;
            if (judged.IsGuilty)
            {
                any = true;
                await CountAsync(judged.Item, busy).ConfigureAwait(false);
            }
        }

        return any;
    }

    private long FailBlamed(SideRequest request, SendResult result)
    {
        SideItem item = request.Items[0];
        if (item.IsErasure)
        {
            services.Pulse.ErasureFails(item.Key);
        }

        if (!result.ExcusesOperation && request.BeganInGoodWeather && item is { Row: not null, Held.AwaitsVerdict: false })
        {
            item.Held.AwaitsVerdict = true;
            services.WeatherOf(request.Path).Judge(isGuilty =>
            {
                _judged.Enqueue((item, isGuilty));
                services.Side.Signal.Set();
            });
        }

        if (result.Outcome is SendOutcome.Throttled)
        {
            services.Traffic.Throttle(services.DelayAfter(1, result.RetryAfter));
        }
        else if (result.Outcome is SendOutcome.Unauthorized)
        {
            services.Traffic.Block(result.Status, request.Permit);
        }

        // A failure of what has failed before tells nothing about the others.
        services.Traffic.Fail(request.Permit, isOurs: false, isAlone: false, result);
        int failures = 0;
        services.Side.Parked.Change(item.Held.Key, held => failures = ++held.Failures);
        return services.After(Backoff(failures));
    }

    // Who waits for what the store has learns that it may take a while.
    private void TellWaiting(SideRequest request)
    {
        foreach (SideItem item in request.Undecided)
        {
            if (item.Row is { } row)
            {
                services.Callers.AnswerStored(row.Position);
            }
        }
    }

    private int Suspect(SideRequest request, PathWeather weather, SendResult result)
    {
        int most = 1;
        bool isAlone = request.Items.Count == 1;
        foreach (HeldKeyState held in request.Undecided.Select(static item => item.Held).Distinct())
        {
            string key = held.Key;
            services.Side.Parked.Change(key, state =>
            {
                state.Failures++;
                most = Math.Max(most, state.Failures);
                if (result.IsFailure)
                {
                    state.SuspectedAt = weather.Successes;
                    state.FailedAlone = isAlone;
                }
            });
            weather.OnSuccess(held.Evidence ??= () =>
            {
                services.Side.Parked.Enqueue(key, isSuspect: true);
                services.Side.Signal.Set();
            });
        }

        return most;
    }

    private async ValueTask CountAsync(SideItem item, IReadOnlySet<string> busy)
    {
        if (await FindAsync(item.Row!).ConfigureAwait(false) is not { } row)
        {
            return;
        }

        ParkedState before = row.Parked ?? default;
        DateTimeOffset now = services.Time.GetUtcNow();

        // A clock that was set back since must not keep it from being given up.
        DateTimeOffset first = before.FirstAttemptAt is { } noted && noted < now ? noted : now;
        ParkedState after = before with { Attempts = before.Attempts + 1, FirstAttemptAt = first };

        // Not while the next attempt is under way, which may succeed.
        bool isOver = after.Attempts >= Options.MaxAttempts
            && now - first >= Options.MinBlameTime
            && !item.IsErasure
            && !busy.Contains(item.Key);
        if (isOver && _limit.TryTake())
        {
            DeadLetter letter = LetterOf(item, RejectionReason.AttemptsExhausted, null, after.Attempts);
            ChangeResult? result =
                await services.Store.SettleAsync(new StoreChanges { DeadLetters = [letter] }).ConfigureAwait(false);
            if (result is not { Removed: 0 })
            {
                services.Pulse.IsBlamingTooMuch = false;
                Settle(item, DeliveryResult.Rejected(item.Id, RejectionReason.AttemptsExhausted));
                services.NoteRefused([letter]);
            }

            return;
        }

        services.Pulse.IsBlamingTooMuch |= isOver;
        await services.Store.ApplyAsync(new StoreChanges { Parked = [row.With(parked: after)] }).ConfigureAwait(false);
    }

    // As it is in the store now: it may have been counted, sent or erased since it was tried.
    private async ValueTask<Operation?> FindAsync(Operation row)
    {
        ParkedBatch? batch = await services.Store.ReadParkedAsync(row.Key, maxCount: 1).ConfigureAwait(false);
        return batch?.Operations is [{ } first] && first.Id == row.Id && first.Position == row.Position ? first : null;
    }

    private void Settle(SideItem item, DeliveryResult result)
    {
        if (item.IsErasure)
        {
            if (result.Status is DeliveryStatus.Rejected)
            {
                services.Pulse.ErasureFails(item.Key);
            }
            else
            {
                services.Pulse.ErasureEnds(item.Key);
            }
        }

        bool isRejected = result.Status is DeliveryStatus.Rejected;
        if (item.Row is { } row)
        {
            services.Side.SettleRow(row, !isRejected);
            services.Callers.Answer(row.Position, result);
            services.Pulse.NoteDrained();
        }
        else
        {
            services.Side.Settle(item.Memory!, result);
        }
    }

    private DeadLetter LetterOf(SideItem item, RejectionReason reason, CustomerIoError? error, int attempts) => new()
    {
        Operation = item.Row ?? Rows.Make(item.Memory!.Head, item.Memory.Payload, 0),
        Reason = reason,
        Error = error,
        Attempts = attempts,
        RejectedAt = services.Time.GetUtcNow(),
    };

    private TimeSpan Backoff(int failures)
    {
        double ticks = Options.DrainDelay.Ticks * Math.Pow(2, Math.Min(30, Math.Max(0, failures - 1)));
        return TimeSpan.FromTicks((long)Math.Min(ticks, Options.MaxDrainDelay.Ticks));
    }
}
