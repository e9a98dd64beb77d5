using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What a lane's request that has ended means.</summary>
internal sealed class LaneOutcomes(
    Lane lane, DeliveryServices services, LaneCourse course, LaneBooker booker, TrialFinder trials)
{
    private Narrowing Narrowing => course.Narrowing;

    public async ValueTask FinishAsync(InFlight request)
    {
        SendResult result = await request.Ending.ConfigureAwait(false);
        PathWeather weather = services.WeatherOf(request.Path);
        if (result.Outcome is SendOutcome.Done)
        {
            course.EndRest();
            Narrowing.Succeed(request.First, request.IsOfHead ? request.First + request.Count : 0);
            services.Traffic.Succeed(request.Permit);
            weather.EndClean(request.Number, isSuccess: true);
            services.Pulse.NoteSuccess();
            lane.IsInTrouble = false;
            await booker.BookAsync(request).ConfigureAwait(false);
        }
        else
        {
            await FailAsync(request, result, weather).ConfigureAwait(false);
        }

        if (!request.IsOfHead)
        {
            lane.Release(request.Batch);
        }
    }

    private async ValueTask FailAsync(InFlight request, SendResult result, PathWeather weather)
    {
        // A request that was narrowed down has told about some of them before it failed.
        await booker.BookAsync(request).ConfigureAwait(false);
        if (result.Outcome is not SendOutcome.NotSent)
        {
            weather.EndClean(request.Number, isSuccess: false);
            services.Pulse.NoteFailure(result);
            course.Attempts++;
            if (course.Attempts == 1)
            {
                DeliveryLog.Diverted(services.Logger, lane.Index, result.Status);
            }
        }

        lane.IsInTrouble = true;
        bool isOurs = true;
        bool isAlone = false;
        switch (result.Outcome)
        {
            case SendOutcome.NotSent:
                isOurs = false;
                course.RestFor(result.RetryAfter ?? StoreGateway.RetryDelay);
                break;
            case SendOutcome.Unauthorized:
                services.Traffic.Block(result.Status, request.Permit);
                break;
            case SendOutcome.Throttled:
                Narrowing.StayWithoutVerdict();
                services.Traffic.Throttle(services.DelayAfter(Narrowing.Failures, result.RetryAfter));
                break;
            default:
                (isOurs, isAlone) = await JudgeAsync(request, result, weather).ConfigureAwait(false);
                break;
        }

        services.Traffic.Fail(request.Permit, isOurs, isAlone, result);
        TellWaiting();
    }

    private async ValueTask<(bool IsOurs, bool IsAlone)> JudgeAsync(InFlight request, SendResult result, PathWeather weather)
    {
        string key = request.Batch.KeyOf(request.First);
        if (request.IsTrial)
        {
            bool isForbidden = result.Outcome is SendOutcome.Forbidden
                && (Narrowing.ForbiddenStatus == result.Status || services.Traffic.BlockedStatus == result.Status);
            if (isForbidden)
            {
                services.Traffic.Block(result.Status, request.Permit);
                services.Pulse.NoteBlocked(result.Status);
            }

            Narrowing.FailTrial(key);
            course.RestFor(services.DelayAfter(Narrowing.Failures, result.RetryAfter));
            return (!isForbidden, false);
        }

        Narrowing.Suspect(request, weather, result);
        weather.OnSuccess(lane.Wake);
        if (await trials.FindAsync(course.Current!, Narrowing).ConfigureAwait(false) is { } trial)
        {
            trials.GiveBack(trial, course.Current!);
            return (false, false);
        }

        course.RestFor(services.DelayAfter(Narrowing.Failures, result.RetryAfter));
        bool isAlone = !services.Lanes.AskOthers(lane);
        if (isAlone && result.Outcome is SendOutcome.Forbidden)
        {
            services.Traffic.Suspect(result.Status);
            services.Pulse.NoteBlocked(result.Status);
            return (false, false);
        }

        return (isAlone, isAlone);
    }

    // Whoever waits for what the store has learns that it may take a while.
    private void TellWaiting()
    {
        if (services.Traffic.IsPaused)
        {
            services.Callers.AnswerAllStored();
        }
        else
        {
            TellThoseOfCurrent();
        }
    }

    public void TellThoseOfCurrent()
    {
        if (course.Current is { } current && course.IsOutOfRetries)
        {
            for (int index = 0; index < current.Count; index++)
            {
                if (current.RowOf(index) is { } row && current.Entries[index].IsStored)
                {
                    services.Callers.AnswerStored(row.Position);
                }
            }
        }
    }
}
