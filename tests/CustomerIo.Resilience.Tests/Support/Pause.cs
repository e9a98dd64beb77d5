namespace CustomerIo.Resilience.Tests.Support;

/// <summary>Lets others go first, so that a fault shows; what is tested does not depend on how long it takes.</summary>
internal static class Pause
{
    public static async Task ShortlyAsync()
    {
        for (int turn = 0; turn < 200; turn++)
        {
            await Task.Yield();
        }
    }
}
