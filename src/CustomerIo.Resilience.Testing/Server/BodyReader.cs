using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Reads a whole body, or counts its bytes.</summary>
internal static class BodyReader
{
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        IFeatureCollection features, CancellationToken cancellationToken)
    {
        var reader = Pipe(features);
        var buffer = new ArrayBufferWriter<byte>(Expected(features));
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var segment in result.Buffer)
            {
                buffer.Write(segment.Span);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || buffer.WrittenCount > Limits.BodyBytes)
            {
                return buffer.WrittenMemory;
            }
        }
    }

    public static async ValueTask<long> CountAsync(IFeatureCollection features, CancellationToken cancellationToken)
    {
        var reader = Pipe(features);
        long count = 0;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            count += result.Buffer.Length;
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return count;
            }
        }
    }

    private static PipeReader Pipe(IFeatureCollection features) =>
        features.Get<IRequestBodyPipeFeature>()?.Reader
        ?? PipeReader.Create(features.GetRequiredFeature<IHttpRequestFeature>().Body);

    private static int Expected(IFeatureCollection features)
    {
        var declared = features.GetRequiredFeature<IHttpRequestFeature>().Headers.ContentLength ?? 1024;
        return (int)Math.Clamp(declared, 1, Limits.BodyBytes);
    }
}
