namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>What is around every page.</summary>
internal static class Layout
{
    public static Html Page(DashboardRequest request, string title, string page, Html content) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · Customer.io delivery</title>
        <link rel="icon" href="{Asset.Icon.AddressOn(request)}">
        <link rel="stylesheet" href="{Asset.Style.AddressOn(request)}">
        <script src="{Asset.Script.AddressOn(request)}" defer></script>
        </head>
        <body>
        <a class="skip" href="#content">Skip to content</a>
        <header>
        <p class="name">Customer.io delivery</p>
        <nav aria-label="Pages">{Link(request.Address(""), "Overview", page is "")}{Link(request.Address("/dead-letters"), "Dead letters", page is not "")}</nav>
        {Workspaces(request)}
        </header>
        <main id="content" tabindex="-1">
        {content}
        </main>
        </body>
        </html>
        """);

    private static Html Workspaces(DashboardRequest request) => request.Workspaces.Count < 2
        ? Html.Empty
        : Html.Of(
            $"""
            <nav aria-label="Workspaces">{Html.Join(request.Workspaces.Select(name => Link(
                request.AddressOf(name),
                name.Length == 0 ? "(unnamed)" : name,
                string.Equals(name, request.Workspace, StringComparison.Ordinal))))}</nav>
            """);

    private static Html Link(string address, string text, bool isHere) => isHere
        ? Html.Of($"<a href=\"{address}\" aria-current=\"page\">{text}</a> ")
        : Html.Of($"<a href=\"{address}\">{text}</a> ");
}
