using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Http;

/// <summary>
/// The settings of the options as they are now. Asked for each attempt, so that rotated credentials work without a
/// restart; made anew only when the options are another instance.
/// </summary>
internal sealed class WorkspaceSettingsCache(
    IOptionsMonitor<CustomerIoOptions> monitor, string workspaceName, ILogger logger)
{
    private WorkspaceSettings? _settings;
    private int _invalidTold;

    public WorkspaceSettings Current
    {
        get
        {
            WorkspaceSettings? settings = Volatile.Read(ref _settings);
            CustomerIoOptions options = OptionsNow(settings);
            if (settings is null || !ReferenceEquals(settings.Options, options))
            {
                settings = new WorkspaceSettings(options);
                Volatile.Write(ref _settings, settings);
            }

            return settings;
        }
    }

    /// <summary>A reload that broke the configuration must not stop what works: the earlier options stay.</summary>
    private CustomerIoOptions OptionsNow(WorkspaceSettings? settings)
    {
        try
        {
            CustomerIoOptions options = monitor.Get(workspaceName);
            Volatile.Write(ref _invalidTold, 0);
            return options;
        }
        catch (OptionsValidationException) when (settings is not null)
        {
            if (Interlocked.Exchange(ref _invalidTold, 1) == 0)
            {
                HttpLog.InvalidReload(logger, workspaceName);
            }

            return settings.Options;
        }
    }
}
