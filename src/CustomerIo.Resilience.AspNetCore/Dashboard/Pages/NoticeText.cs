namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>What became of the form before this page.</summary>
internal static class NoticeText
{
    public static Html Of(string name) => Enum.TryParse(name, out Notice notice) && TextOf(notice) is { } text
        ? Html.Of($"<p class=\"notice\" role=\"status\">{text}</p>")
        : Html.Empty;

    private static string? TextOf(Notice notice) => notice switch
    {
        Notice.Replayed => "It is on its way again, with the same id, time and bytes.",
        Notice.AllReplayed => "All that matched are on their way again.",
        Notice.NotTaken => "Not everything was taken: memory is full, or the host stops. What was not taken is still here.",
        Notice.Removed => "It was removed for good.",
        Notice.Gone => "It was gone already: somebody else has replayed or removed it.",
        _ => null,
    };
}
