using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>Dead letters, replayed and removed.</summary>
internal sealed class DeadLetterActions(ILogger logger)
{
    public async Task ReplayAsync(DashboardRequest request, IFormCollection form)
    {
        if (request.LetterId is not { } id || request.DeadLetters is not { } letters)
        {
            await BackAsync(request, form, Notice.Gone).ConfigureAwait(false);
            return;
        }

        DeliveryResult? result = await letters.ReplayAsync(id, request.Aborted).ConfigureAwait(false);
        Notice notice = result switch
        {
            null => Notice.Gone,
            { IsAccepted: true } => Notice.Replayed,
            _ => Notice.NotTaken,
        };
        DashboardLog.Replayed(logger, id, notice.ToString());
        await BackAsync(request, form, notice).ConfigureAwait(false);
    }

    public async Task ReplayAllAsync(DashboardRequest request, IFormCollection form)
    {
        if (request.DeadLetters is not { } letters)
        {
            await BackAsync(request, form, Notice.Gone).ConfigureAwait(false);
            return;
        }

        DeadLetterSearch search = DeadLetterSearch.Of(name => form[name].ToString());
        ReplayResult result = await letters.ReplayAsync(search.ToFilter(), request.Aborted).ConfigureAwait(false);
        DashboardLog.ReplayedMany(logger, result.Queued, result.NotTaken);
        await BackAsync(request, form, result.NotTaken > 0 ? Notice.NotTaken : Notice.AllReplayed).ConfigureAwait(false);
    }

    public async Task RemoveAsync(DashboardRequest request, IFormCollection form)
    {
        bool removed = request.LetterId is { } id
            && request.DeadLetters is { } letters
            && await letters.RemoveAsync(id, request.Aborted).ConfigureAwait(false);
        if (removed)
        {
            DashboardLog.Removed(logger, request.LetterId!.Value);
        }

        await BackAsync(request, form, removed ? Notice.Removed : Notice.Gone).ConfigureAwait(false);
    }

    private static Task BackAsync(DashboardRequest request, IFormCollection form, Notice notice)
    {
        DeadLetterSearch search = DeadLetterSearch.Of(name => form[name].ToString());
        return request.GoToAsync(request.Address(
            "/dead-letters", search.Fields.Append(KeyValuePair.Create("notice", (string?)notice.ToString()))));
    }
}
