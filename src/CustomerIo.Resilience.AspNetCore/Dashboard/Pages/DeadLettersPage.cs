using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>Dead letters that were looked for, and what can be done with them.</summary>
internal static class DeadLettersPage
{
    private static readonly RejectionReason[] Reasons = [RejectionReason.RefusedByServer, RejectionReason.AttemptsExhausted];

    public static Html Of(
        DashboardRequest request, DeadLetterSearch search, IReadOnlyList<DeadLetter> letters, bool isLast) => Layout.Page(
        request,
        "Dead letters",
        page: "dead-letters",
        Html.Of(
            $"""
            <h1>Dead letters</h1>
            {NoticeText.Of(request.Query("notice"))}
            {SearchForm(request, search)}
            {(letters.Count == 0 ? Html.Of($"<p>There are none.</p>") : Found(request, search, letters, isLast))}
            """));

    private static Html SearchForm(DashboardRequest request, DeadLetterSearch search) => Html.Of(
        $"""
        <form class="search" method="get" action="{request.Address("/dead-letters")}" role="search">
        <input type="hidden" name="workspace" value="{request.Workspace}">
        <label>Person <input name="person" value="{search.Person}" maxlength="150" autocomplete="off"></label>
        <label>by {Choice("by", search.By.ToString(), Enum.GetNames<PersonIdKind>(), isAnyOffered: false)}</label>
        <label>Kind {Choice("kind", search.Kind?.ToString(), Enum.GetNames<OperationKind>(), isAnyOffered: true)}</label>
        <label>Reason {Choice("reason", search.Reason?.ToString(), Reasons.Select(static one => one.ToString()), isAnyOffered: true)}</label>
        <button>Search</button>
        </form>
        """);

    private static Html Choice(string name, string? chosen, IEnumerable<string> values, bool isAnyOffered) => Html.Of(
        $"""
        <select name="{name}">{(isAnyOffered ? Html.Of($"<option value=\"\">any</option>") : Html.Empty)}{Html.Join(values.Select(value =>
            string.Equals(value, chosen, StringComparison.Ordinal)
                ? Html.Of($"<option selected>{value}</option>")
                : Html.Of($"<option>{value}</option>")))}</select>
        """);

    private static Html Found(
        DashboardRequest request, DeadLetterSearch search, IReadOnlyList<DeadLetter> letters, bool isLast) => Html.Of(
        $"""
        <form class="bulk" method="post" action="{request.Address("/dead-letters/replay")}">{request.HiddenFields()}
        {LetterForms.Hidden(search)}<button>Replay all that match</button></form>
        <table>
        <thead><tr><th scope="col">Rejected (UTC)</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Why</th>
        <th scope="col">Do</th></tr></thead>
        <tbody>
        {Html.Join(letters.Select(letter => Row(request, search, letter)))}
        </tbody>
        </table>
        {(isLast ? Html.Empty : Next(request, search, letters[^1].Number))}
        """);

    private static Html Row(DashboardRequest request, DeadLetterSearch search, DeadLetter letter) => Html.Of(
        $"""
        <tr>
        <td data-label="Rejected">{Show.Time(letter.RejectedAt)}</td>
        <td data-label="What">{letter.Operation.Kind.ToString()} {EventName.Of(letter.Operation)}</td>
        <td data-label="Who">{OperationSubject.Of(letter.Operation)}</td>
        <td data-label="Why">{letter.Reason.ToString()} {letter.Error?.Message ?? letter.Error?.Reason}</td>
        <td data-label="Do" class="actions">
        <a href="{request.Address($"/dead-letters/{letter.Operation.Id}")}">Open</a>
        {LetterForms.Replay(request, search, letter)}
        </td>
        </tr>
        """);

    private static Html Next(DashboardRequest request, DeadLetterSearch search, long last) => Html.Of(
        $"""
        <p><a rel="next" href="{request.Address(
            "/dead-letters", search.Fields.Append(KeyValuePair.Create("after", (string?)last.ToString(CultureInfo.InvariantCulture))))}">Next page</a></p>
        """);

}
