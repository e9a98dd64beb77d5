using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>Lets a request in, or refuses it; and says what browsers may do with the answer.</summary>
internal sealed class DashboardGate(
    IHostEnvironment environment, WorkspaceDirectory workspaces, IAntiforgery antiforgery, string path)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    private const string ClosedText =
        "The Customer.io dashboard is closed. Outside Development it needs an authorization policy: "
        + "app.MapCustomerIoDashboard(\"/customerio\", \"policy\").";

    public RequestDelegate Guard(Func<DashboardRequest, Task> answer) => context => AnswerAsync(context, answer);

    /// <summary>The same for forms: they have to come from a page of the dashboard.</summary>
    public RequestDelegate GuardForm(Func<DashboardRequest, IFormCollection, Task> answer) => Guard(async request =>
    {
        if (!await antiforgery.IsRequestValidAsync(request.Context).ConfigureAwait(false))
        {
            await RefuseAsync(
                request.Context,
                StatusCodes.Status400BadRequest,
                "The form is too old or did not come from this dashboard. Go back, reload the page and try again.")
                .ConfigureAwait(false);
            return;
        }

        IFormCollection form = await request.Context.Request.ReadFormAsync(request.Aborted).ConfigureAwait(false);
        await answer(request, form).ConfigureAwait(false);
    });

    private Task AnswerAsync(HttpContext context, Func<DashboardRequest, Task> answer)
    {
        SetHeaders(context.Response.Headers);
        if (!IsOpen(context))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, ClosedText);
        }

        string? workspace = context.Request.Query.TryGetValue("workspace", out var asked)
            ? workspaces.Names.FirstOrDefault(name => string.Equals(name, asked.ToString(), StringComparison.Ordinal))
            : workspaces.Names.FirstOrDefault();
        return workspace is null
            ? RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such workspace.")
            : answer(new DashboardRequest(context, path, workspace, workspaces, antiforgery));
    }

    // With authorization data on the endpoint, ASP.NET Core has let the request through or, without its middleware, throws.
    private bool IsOpen(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        return environment.IsDevelopment()
            || (metadata?.GetMetadata<IAuthorizeData>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
