using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Reads a body up to a limit. Memory grows with what has arrived, not with what was announced.</summary>
internal static class BodyReader
{
    private const int FirstBytes = 4_096;

    /// <summary>The body; <see langword="null"/> if it is longer than the limit.</summary>
    public static async Task<ArraySegment<byte>?> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        // One byte more than the limit tells a body that is too long.
        byte[] buffer = new byte[Math.Min(FirstBytes, limit + 1)];
        int length = 0;
        while (true)
        {
            int read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (length > limit)
            {
                return null;
            }

            if (read == 0)
            {
                return new ArraySegment<byte>(buffer, 0, length);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit + 1));
            }
        }
    }
}
