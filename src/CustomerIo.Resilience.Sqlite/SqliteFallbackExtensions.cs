using CustomerIo.Resilience.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
namespace CustomerIo.Resilience;

/// <summary>Adds the SQLite store.</summary>
public static class SqliteFallbackExtensions
{
    /// <summary>
    /// Keeps operations in a SQLite file while Customer.io cannot take them, over restarts and killed processes. Each process,
    /// and each workspace, needs a file of its own, on a local disk. The directory is made if it does not exist, for its owner
    /// only.
    /// </summary>
    /// <param name="builder">The workspace.</param>
    /// <param name="path">The file, such as <c>/var/lib/app/customerio.db</c>; a relative path is below the current directory.</param>
    /// <param name="configure">Changes how the file is kept.</param>
    /// <exception cref="ArgumentException">The path is empty, or names a directory or a database in memory.</exception>
    public static CustomerIoBuilder UseSqliteFallback(
        this CustomerIoBuilder builder, string path, Action<SqliteFallbackOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.StartsWith(':')
            || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || Path.EndsInDirectorySeparator(path)
            || Directory.Exists(path))
        {
            throw new ArgumentException(
                $"'{path}' is not the path of a file. Give one, such as /var/lib/app/customerio.db.", nameof(path));
        }

        SqliteFallbackOptions options = new();
        configure?.Invoke(options);
        string fullPath = Path.GetFullPath(path);
        return builder.UseFallbackStore(provider => new SqliteFallbackStore(
            fullPath,
            options,
            provider.GetRequiredService<IOptionsMonitor<CustomerIoOptions>>().Get(builder.Name).Fallback,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("CustomerIo.Resilience")));
    }
}
