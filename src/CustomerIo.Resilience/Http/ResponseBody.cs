using System.Buffers;

namespace CustomerIo.Resilience.Http;

/// <summary>Reads an answer's body whole.</summary>
internal static class ResponseBody
{
    /// <summary>Bytes kept of a body; the rest of a longer one is not read. Far above any documented answer.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int FirstBuffer = 4096;

    /// <summary>What nearly every answer of the Track API is.</summary>
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength == 0)
        {
            return default;
        }

        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        int length = 0;
        try
        {
            while (length < MaxBytes)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

                int room = Math.Min(buffer.Length, MaxBytes) - length;
                int read =
                    await stream.ReadAsync(buffer.AsMemory(length, room), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            return Keep(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> body) =>
        body.Length <= 3 && body.TrimEnd((byte)'\n').SequenceEqual(EmptyObject) ? EmptyObject : body.ToArray();

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
