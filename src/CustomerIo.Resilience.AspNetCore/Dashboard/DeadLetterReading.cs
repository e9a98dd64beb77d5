using System.Globalization;
using CustomerIo.Resilience.AspNetCore.Dashboard.Pages;
using CustomerIo.Resilience.Fallback;
using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>Dead letters, looked for and read.</summary>
internal static class DeadLetterReading
{
    private const int PageSize = 50;

    public static async Task ListAsync(DashboardRequest request)
    {
        DeadLetterSearch search = DeadLetterSearch.Of(request.Query);
        long after = long.TryParse(request.Query("after"), CultureInfo.InvariantCulture, out long number) ? number : 0;
        IReadOnlyList<DeadLetter> letters = request.DeadLetters is { } all
            ? await all.ListPageAsync(after, PageSize, search.ToFilter(), request.Aborted).ConfigureAwait(false)
            : [];
        bool isLast = letters.Count < PageSize;
        await request.AnswerAsync(DeadLettersPage.Of(request, search, letters, isLast)).ConfigureAwait(false);
    }

    public static async Task ShowAsync(DashboardRequest request)
    {
        if (await FindAsync(request).ConfigureAwait(false) is { } letter)
        {
            await request.AnswerAsync(DeadLetterPage.Of(request, letter)).ConfigureAwait(false);
            return;
        }

        await request.AnswerAsync(DeadLetterPage.Missing(request), StatusCodes.Status404NotFound).ConfigureAwait(false);
    }

    private static async Task<DeadLetter?> FindAsync(DashboardRequest request) =>
        request.LetterId is { } id && request.DeadLetters is { } letters
            ? await letters.FindAsync(id, request.Aborted).ConfigureAwait(false)
            : null;
}
