using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What a lane's request that has ended means: for the lane, the path, and everybody's traffic.</summary>
internal sealed class LaneOutcomes(
    Lane lane, DeliveryServices services, LaneCourse course, Narrowing narrowing, TrialFinder trials, LaneBooker booker)
{
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    public async ValueTask FinishAsync(InFlight request)
    {
        SendResult result = await request.Ending.ConfigureAwait(false);
        PathWeather weather = services.WeatherOf(request.Path);
        if (result.Outcome is SendOutcome.Done)
        {
            course.EndRest();
            narrowing.Succeed(request.IsOfHead ? request.First + request.Count : 0);
            services.Traffic.Succeed(request.Permit);
            weather.EndClean(request.Number, isSuccess: true);
            services.Pulse.NoteSuccess();
            lane.NoteTrouble(isInTrouble: false);
            bool isBooked = await booker.BookAsync(request).ConfigureAwait(false);
            if (!isBooked)
            {
                // The store still has what was sent; sent again in the same order, it does no harm.
                course.Drop();
                course.RestFor(StoreRetryDelay);
            }
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

        lane.NoteTrouble(isInTrouble: true);
        bool isOurs = true;
        bool isAlone = false;
        switch (result.Outcome)
        {
            case SendOutcome.NotSent:
                isOurs = false;
                course.RestFor(result.RetryAfter ?? StoreRetryDelay);
                break;
            case SendOutcome.Unauthorized:
                services.Traffic.Block(result.Status, request.Permit);
                break;
            case SendOutcome.Throttled:
                narrowing.StayWithoutVerdict();
                services.Traffic.Throttle(services.DelayAfter(narrowing.Failures, result.RetryAfter));
                break;
            default:
                (isOurs, isAlone) = await JudgeAsync(request, result, weather).ConfigureAwait(false);
                break;
        }

        services.Traffic.Fail(request.Permit, isOurs, isAlone, result);
        course.TellWaiting();
    }

    private async ValueTask<(bool IsOurs, bool IsAlone)> JudgeAsync(InFlight request, SendResult result, PathWeather weather)
    {
        string key = request.Batch.KeyOf(request.First);
        if (request.IsTrial)
        {
            bool isForbidden = result.Outcome is SendOutcome.Forbidden
                && (narrowing.ForbiddenStatus == result.Status || services.Traffic.BlockedStatus == result.Status);
            if (isForbidden)
            {
                services.Traffic.Block(result.Status, request.Permit);
                services.Pulse.NoteBlocked(result.Status);
            }

            narrowing.FailTrial(key);
            course.RestFor(services.DelayAfter(narrowing.Failures, result.RetryAfter));
            return (!isForbidden, false);
        }

        narrowing.Suspect(request, weather, result);
        weather.OnSuccess(lane.Wake);
        if (await trials.FindAsync(course.Current!, narrowing).ConfigureAwait(false) is { } trial)
        {
            trials.GiveBack(trial, course.Current!);
            return (false, false);
        }

        course.RestFor(services.DelayAfter(narrowing.Failures, result.RetryAfter));
        bool isAlone = !services.Lanes.AskOthers(lane);
        if (isAlone && result.Outcome is SendOutcome.Forbidden)
        {
            services.Traffic.Suspect(result.Status);
            services.Pulse.NoteBlocked(result.Status);
            return (false, false);
        }

        return (isAlone, isAlone);
    }
}
