using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>The forms that do something with a dead letter; they lead back to the same search.</summary>
internal static class LetterForms
{
    public static Html Replay(DashboardRequest request, DeadLetterSearch search, DeadLetter letter) => Html.Of(
        $"""
        <form method="post" action="{request.Address($"/dead-letters/{letter.Operation.Id}/replay")}">{request.HiddenFields()}
        {Hidden(search)}<button>Replay</button></form>
        """);

    /// <summary>In two steps, for it cannot be undone.</summary>
    public static Html Remove(DashboardRequest request, DeadLetterSearch search, DeadLetter letter) => Html.Of(
        $"""
        <details><summary>Remove…</summary>
        <form method="post" action="{request.Address($"/dead-letters/{letter.Operation.Id}/remove")}">{request.HiddenFields()}
        {Hidden(search)}<button class="danger">Remove for good</button></form>
        </details>
        """);

    public static Html Hidden(DeadLetterSearch search) => Html.Join(search.Fields
        .Where(static field => field.Value is { Length: > 0 })
        .Select(static field => Html.Of($"<input type=\"hidden\" name=\"{field.Key}\" value=\"{field.Value}\">")));
}
