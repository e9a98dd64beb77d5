namespace CustomerIo.Resilience.Api;

/// <summary>Opens a signed link on a host that is not Customer.io's API, hence without its credentials.</summary>
internal interface ILinkReader
{
    /// <exception cref="CustomerIoException">The link could not be opened.</exception>
    Task<Stream> OpenReadAsync(Uri link, CancellationToken cancellationToken);
}
