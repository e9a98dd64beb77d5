namespace CustomerIo.Resilience.Resilience;

/// <summary>Takes the answer whose body the caller reads.</summary>
internal sealed class DownloadSlot
{
    public HttpResponseMessage? Response { get; set; }
}
