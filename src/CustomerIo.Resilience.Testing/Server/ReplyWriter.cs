using Microsoft.AspNetCore.Http.Features;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Writes answers, at once or a byte at a time.</summary>
internal static class ReplyWriter
{
    public static async ValueTask WriteAsync(IFeatureCollection context, Reply reply)
    {
        WriteHead(context, reply);
        if (!reply.Body.IsEmpty)
        {
            await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer
                .WriteAsync(reply.Body).ConfigureAwait(false);
        }
    }

    public static async Task DribbleAsync(
        IFeatureCollection context,
        Reply reply,
        TimeSpan pause,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        WriteHead(context, reply);
        var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        for (var i = 0; i < reply.Body.Length; i++)
        {
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }

            await writer.WriteAsync(reply.Body.Slice(i, 1), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteHead(IFeatureCollection context, Reply reply)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = reply.Status;
        var headers = response.Headers;
        if (reply.ContentType is { } type)
        {
            headers.ContentType = type;
        }

        foreach (var (name, value) in reply.Headers)
        {
            headers[name] = value;
        }

        if (reply.Status is not (204 or 304))
        {
            headers.ContentLength = reply.Body.Length;
        }
    }
}
