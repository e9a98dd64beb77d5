namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>The first page: a frame around the part that changes.</summary>
internal static class OverviewPage
{
    public static Html Of(DashboardRequest request, Html live) => Layout.Page(
        request,
        "Overview",
        page: "",
        Html.Of(
            $"""
            <h1>Overview</h1>
            <p id="connection" class="quiet" role="status">Live updates need JavaScript; without it, reload the page.</p>
            <div id="live" data-source="{request.Address("/live")}">
            {live}
            </div>
            """));
}
