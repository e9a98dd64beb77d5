using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// The signing secrets as they are now. A reload that broke the configuration must not stop what works: the earlier
/// ones stay.
/// </summary>
internal sealed class WebhookSecrets(IOptionsMonitor<CustomerIoWebhookOptions> monitor, ILogger logger)
{
    private CustomerIoWebhookOptions _options = monitor.CurrentValue;
    private int _invalidTold;

    public IReadOnlyCollection<string> Current
    {
        get
        {
            try
            {
                Volatile.Write(ref _options, monitor.CurrentValue);
            }
            catch (OptionsValidationException)
            {
                if (Interlocked.Exchange(ref _invalidTold, 1) == 0)
                {
                    WebhookLog.InvalidReload(logger);
                }
            }

            return [.. Volatile.Read(ref _options).SigningSecrets];
        }
    }
}
