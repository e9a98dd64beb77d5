using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Http;

/// <summary>
/// The settings of the options as they are now. Asked for each attempt, so that rotated credentials work without a restart;
/// made anew only when the options are another instance.
/// </summary>
internal sealed class WorkspaceSettingsCache(IOptionsMonitor<CustomerIoOptions> monitor, string workspaceName)
{
    private WorkspaceSettings? _settings;

    public WorkspaceSettings Current
    {
        get
        {
            CustomerIoOptions options = monitor.Get(workspaceName);
            WorkspaceSettings? settings = Volatile.Read(ref _settings);
            if (settings is null || !ReferenceEquals(settings.Options, options))
            {
                settings = new WorkspaceSettings(options);
                Volatile.Write(ref _settings, settings);
            }

            return settings;
        }
    }
}
