namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

/// <summary>Waits for a condition, for as long as any machine may need.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(Func<bool> condition, Action? meanwhile = null)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
