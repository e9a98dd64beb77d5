using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Shared;
using CustomerIo.Resilience.Torture.Producing;
using CustomerIo.Resilience.Torture.Running;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

/// <summary>T17 with real processes and a real signal.</summary>
public sealed class StopTests : IDisposable
{
    private const int Operations = 5_000;
    private const int People = 200;

    // The holder's shutdown timeout of 2 s, and room for a busy machine.
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SIGTERM_with_5000_operations_in_memory_and_the_server_down_or_hanging_loses_none(bool hangs)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        if (hangs)
        {
            simulator.Faults.When(static _ => true, Fault.Hang());
        }
        else
        {
            await simulator.StopAsync();
        }

        ProducerArguments arguments = new(
            simulator.TrackAddress,
            _folder.NewFile(),
            Seed: 1,
            Operations,
            People,
            Durability.OnFailure,
            SqliteSynchronous.Full);

        await HoldAndTerminateAsync(arguments);
        simulator.OperationCount.ShouldBe(0);

        simulator.Faults.Clear();
        await simulator.StartAgainAsync();
        (await RunAsync(arguments with { Operations = 0 })).ShouldBe(0);
        for (int person = 0; person < People; person++)
        {
            simulator.EventsOf(Caller.NameOf(person)).Select(static step => step.Attributes.GetProperty("n").GetInt32())
                .ShouldBe(Enumerable.Range(0, Operations / People).Select(round => (round * People) + person));
        }

        // After a clean stop nothing is left, and nothing is sent again.
        (await RunAsync(arguments with { Operations = 0 })).ShouldBe(0);
        simulator.OperationCount.ShouldBe(Operations);
    }

    private static async Task HoldAndTerminateAsync(ProducerArguments arguments)
    {
        using ProducerProcess holder = ProducerProcess.Start(Holder.Role, arguments);
        (await holder.ReadLineAsync().WaitAsync(Patience)).ShouldBe($"{Holder.Ready} {Operations}{Receipts.EndMark}");

        long signalled = TimeProvider.System.GetTimestamp();
        await Signal.TerminateAsync(holder.Id);
        int exitCode = await holder.WaitAsync(Patience);

        exitCode.ShouldBe(0);
        TimeProvider.System.GetElapsedTime(signalled).ShouldBeLessThan(StopsWithin);
        (await holder.ReadLineAsync()).ShouldBe($"{Receipts.Done}{Receipts.EndMark}");
    }

    private static async Task<int> RunAsync(ProducerArguments arguments)
    {
        using ProducerProcess process = ProducerProcess.Start(Holder.Role, arguments);
        return await process.WaitAsync(Patience);
    }
}
