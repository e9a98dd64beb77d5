using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>A Track API key that is changed while the application runs, as the reload of a configuration changes it.</summary>
internal sealed class ReloadedKey : IOptionsChangeTokenSource<CustomerIoOptions>, IDisposable
{
    private CancellationTokenSource _change = new();
    private string? _key;

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    public void Use(CustomerIoBuilder builder)
    {
        builder.Services.AddSingleton<IOptionsChangeTokenSource<CustomerIoOptions>>(this);
        builder.Configure(options => options.TrackApiKey = _key ?? options.TrackApiKey);
    }

    public void Reload(string key)
    {
        _key = key;
        using CancellationTokenSource former = _change;
        _change = new CancellationTokenSource();
        try
        {
            former.Cancel();
        }
        catch (AggregateException)
        {
            // Options that are not valid: what watches a configuration goes on, too.
        }
    }

    public void Dispose() => _change.Dispose();
}
