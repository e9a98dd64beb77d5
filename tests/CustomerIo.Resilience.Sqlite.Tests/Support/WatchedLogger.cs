using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>A logger that tells of each line before it is kept.</summary>
internal sealed class WatchedLogger(ILogger inner, Action<int> onLog) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        onLog(eventId.Id);
        inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
