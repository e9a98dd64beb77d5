namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>A line every second, and whenever the server or the breaker changes: for files and pipes.</summary>
internal sealed class PlainView(TextWriter output) : IView
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task ShowAsync(DeliveryMonitor monitor, Task work)
    {
        Snapshot last = monitor.Look();
        await output.WriteLineAsync(Line(last));
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Glance));
            Snapshot now = monitor.Look();
            bool changed = now.IsServerUp != last.IsServerUp || now.Breaker != last.Breaker;
            if (changed || now.Elapsed - last.Elapsed >= Interval || work.IsCompleted)
            {
                await output.WriteLineAsync(Line(now));
                last = now;
            }
        }
    }

    internal static string Line(Snapshot now)
    {
        string server = now.IsServerUp switch { true => "up", false => "down", null => "live" };
        return FormattableString.Invariant(
            $"{now.Elapsed.TotalSeconds,5:F1} s  {now.Settled}/{now.Total} settled ({now.DeliveredPerSecond:F0}/s)  ")
            + $"memory {now.Figures.InMemory}  store {now.Figures.Stored}  "
            + $"lanes {now.Figures.DivertedLanes}/{now.Figures.Lanes} diverted  breaker {Words.Of(now.Breaker)}  server {server}";
    }
}
