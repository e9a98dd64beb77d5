using System.Globalization;
using CustomerIo.Resilience.AspNetCore.Dashboard.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>A request to the dashboard that was let in, and the workspace it is about.</summary>
internal sealed class DashboardRequest(
    HttpContext context, string path, string workspace, WorkspaceDirectory workspaces, IAntiforgery antiforgery)
{
    public HttpContext Context => context;

    public CancellationToken Aborted => context.RequestAborted;

    public string Workspace => workspace;

    public IReadOnlyCollection<string> Workspaces => workspaces.Names;

    public ICustomerIoStatus Status => workspaces.StatusOf(workspace);

    /// <summary>Null where there is nothing to deliver: a workspace with an App key only.</summary>
    public IDeadLetters? DeadLetters => Status.Lanes.Count > 0 ? workspaces.DeadLettersOf(workspace) : null;

    /// <summary>The dead letter that the address names; null when it names none.</summary>
    public Ulid? LetterId =>
        Ulid.TryParse(context.Request.RouteValues["id"]?.ToString(), CultureInfo.InvariantCulture, out Ulid id) ? id : null;

    public string Query(string name) => context.Request.Query[name].ToString();

    /// <summary>The address of a page of the dashboard about the same workspace; parameters without a value are left out.</summary>
    public string Address(string page, params IEnumerable<KeyValuePair<string, string?>> query)
    {
        IEnumerable<KeyValuePair<string, string?>> given = query.Where(static one => one.Value is { Length: > 0 });
        return context.Request.PathBase + path + page + QueryString.Create(
            workspaces.Names.Count > 1 ? given.Prepend(KeyValuePair.Create("workspace", (string?)workspace)) : given);
    }

    /// <summary>The first page of another workspace.</summary>
    public string AddressOf(string other) =>
        context.Request.PathBase + path + QueryString.Create("workspace", other);

    /// <summary>What every form carries, so that no other site can send it.</summary>
    public Html HiddenFields()
    {
        AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(context);
        return Html.Of(
            $"""
            <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
            """);
    }

    public async Task AnswerAsync(Html page, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page.ToString(), Aborted).ConfigureAwait(false);
    }

    /// <summary>Sends the browser to a page, so that reloading it does not repeat what was done.</summary>
    public Task GoToAsync(string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
