using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <content>What a request that has ended means.</content>
internal sealed partial class LaneLoop
{
    private async ValueTask FinishAsync(InFlight request)
    {
        SendResult result = await request.Ending.ConfigureAwait(false);
        PathWeather weather = _services.WeatherOf(request.Path);
        if (result.Outcome is SendOutcome.Done)
        {
            _restUntil = long.MinValue;
            _narrowing.Succeed(request.IsOfHead ? request.First + request.Count : 0);
            _services.Traffic.Succeed(request.Permit);
            weather.EndClean(request.Number, isSuccess: true);
            _services.Pulse.NoteSuccess();
            _lane.IsInTrouble = false;
            await _booker.BookAsync(request).ConfigureAwait(false);
        }
        else
        {
            await FailAsync(request, result, weather).ConfigureAwait(false);
        }

        if (!request.IsOfHead)
        {
            _lane.Release(request.Batch);
        }
    }

    private async ValueTask FailAsync(InFlight request, SendResult result, PathWeather weather)
    {
        if (result.Outcome is not SendOutcome.NotSent)
        {
            weather.EndClean(request.Number, isSuccess: false);
            _services.Pulse.NoteFailure(result);
            _attempts++;
            if (_attempts == 1)
            {
                DeliveryLog.Diverted(_services.Logger, _lane.Index, result.Status);
            }
        }

        _lane.IsInTrouble = true;
        bool isOurs = true;
        bool isAlone = false;
        switch (result.Outcome)
        {
            case SendOutcome.NotSent:
                isOurs = false;
                RestFor(result.RetryAfter ?? StoreRetryDelay);
                break;
            case SendOutcome.Unauthorized:
                _services.Traffic.Block(result.Status, request.Permit);
                break;
            case SendOutcome.Throttled:
                _narrowing.StayWithoutVerdict();
                _services.Traffic.Throttle(_services.DelayAfter(_narrowing.Failures, result.RetryAfter));
                break;
            default:
                (isOurs, isAlone) = await JudgeAsync(request, result, weather).ConfigureAwait(false);
                break;
        }

        _services.Traffic.Fail(request.Permit, isOurs, isAlone, result);
        TellWaiting();
    }

    private async ValueTask<(bool IsOurs, bool IsAlone)> JudgeAsync(InFlight request, SendResult result, PathWeather weather)
    {
        string key = request.Batch.KeyOf(request.First);
        if (request.IsTrial)
        {
            bool isForbidden = result.Outcome is SendOutcome.Forbidden
                && (_narrowing.ForbiddenStatus == result.Status || _services.Traffic.BlockedStatus == result.Status);
            if (isForbidden)
            {
                _services.Traffic.Block(result.Status, request.Permit);
                _services.Pulse.NoteBlocked(result.Status);
            }

            _narrowing.FailTrial(key);
            RestFor(_services.DelayAfter(_narrowing.Failures, result.RetryAfter));
            return (!isForbidden, false);
        }

        _narrowing.Suspect(request, weather, result);
        weather.OnSuccess(_lane.Wake);
        if (await _trials.FindAsync(_current!, _narrowing).ConfigureAwait(false) is { } trial)
        {
            _trials.GiveBack(trial, _current!);
            return (false, false);
        }

        RestFor(_services.DelayAfter(_narrowing.Failures, result.RetryAfter));
        bool isAlone = !_services.Lanes.AskOthers(_lane);
        if (isAlone && result.Outcome is SendOutcome.Forbidden)
        {
            _services.Traffic.Suspect(result.Status);
            _services.Pulse.NoteBlocked(result.Status);
            return (false, false);
        }

        return (isAlone, isAlone);
    }

    // Whoever waits for what the store has learns that it may take a while.
    private void TellWaiting()
    {
        if (_services.Traffic.IsPaused)
        {
            _services.Callers.AnswerAllStored();
        }
        else
        {
            TellThoseOfCurrent();
        }
    }

    private void TellThoseOfCurrent()
    {
        if (_current is { } current && _attempts > _services.Options.Track.Retry.MaxRetries)
        {
            for (int index = 0; index < current.Count; index++)
            {
                if (current.RowOf(index) is { } row && current.Entries[index].IsStored)
                {
                    _services.Callers.AnswerStored(row.Position);
                }
            }
        }
    }
}
