using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// A process that makes dead letters, says so, replays them all when it is told to, and kills itself: when so many of them were
/// read, or else when the replay has ended.
/// </summary>
internal static class Replayer
{
    public const string Role = "replay";
    public const string Ready = "ready";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(int killAt, ProducerArguments arguments)
    {
        KillingProtector protector = new();
        using IHost host = AppHost.Build(arguments, build: builder => builder.ProtectPayloads(_ => protector));
        await host.StartAsync();
        Receipts receipts = new(Console.OpenStandardOutput());
        IBatchTracker tracker = host.Services.GetRequiredService<IBatchTracker>();
        ICustomerIoStatus status = host.Services.GetRequiredService<ICustomerIoStatus>();
        for (int number = 0; number < arguments.Operations; number++)
        {
            tracker.Enqueue(
                Caller.NameOf(number % arguments.People), "step", new(StringComparer.Ordinal) { ["n"] = number });
        }

        while (status.Store.DeadLetters < arguments.Operations)
        {
            await Task.Delay(LookAgain);
        }

        receipts.Write(string.Create(CultureInfo.InvariantCulture, $"{Ready} {status.Store.DeadLetters}"));
        await Console.In.ReadLineAsync();
        protector.KillAfter(killAt > 0 ? killAt : int.MaxValue);
        await host.Services.GetRequiredService<IDeadLetters>().ReplayAsync(new DeadLetterFilter());
        Kill();
        return 1;
    }

    // SIGKILL, to oneself: nothing is flushed or told.
    private static void Kill() => Process.GetCurrentProcess().Kill();

    private sealed class KillingProtector : IPayloadProtector
    {
        private int _left = int.MaxValue;

        public void KillAfter(int count) => Volatile.Write(ref _left, count);

        public byte[] Protect(byte[] payload) => payload;

        public byte[] Unprotect(byte[] protectedPayload)
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                Kill();
                Thread.Sleep(Timeout.Infinite);
            }

            return protectedPayload;
        }
    }
}
