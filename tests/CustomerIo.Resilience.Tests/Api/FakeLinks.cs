using CustomerIo.Resilience.Api;

namespace CustomerIo.Resilience.Tests.Api;

internal sealed class FakeLinks : ILinkReader
{
    public List<Uri> Opened { get; } = [];

    public Task<Stream> OpenReadAsync(Uri link, CancellationToken cancellationToken)
    {
        Opened.Add(link);
        return Task.FromResult<Stream>(new MemoryStream("id,email\n"u8.ToArray()));
    }
}
