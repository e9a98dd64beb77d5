using System.Diagnostics;
using System.Security.Cryptography;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>
/// A process is killed in the middle of a replay of two hundred dead letters, or after it: each is delivered by the next process, or
/// still a dead letter. The same for letters whose key is away for a moment.
/// </summary>
public sealed class KilledReplayTests : IDisposable
{
    private const int Letters = 200;

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(150, Durability.OnFailure)]
    [InlineData(150, Durability.WriteAhead)]
    [InlineData(0, Durability.OnFailure)]
    [InlineData(1, Durability.OnFailure)]
    [InlineData(0, Durability.WriteAhead)]
    public async Task No_letter_is_gone(int killAt, Durability durability)
    {
        string path = _folder.NewFile();
        await using (CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync())
        {
            simulator.Faults.When("/", Fault.RejectItemsAtRandom(1));
            ProducerArguments arguments = new(
                simulator.TrackAddress, path, Seed: 1, Letters, People: 40, durability, SqliteSynchronous.Normal);
            await ReplayAndDieAsync(killAt, arguments, () =>
            {
                simulator.Faults.Clear();
                simulator.Faults.When("/", Fault.Hang());
            });
            simulator.OperationCount.ShouldBe(0);
        }

        await using Workbench next = await Workbench.StartAsync(Quick.Recovery, build: builder => builder.UseSqliteFallback(path));
        await next.SettleAsync();
        (next.Simulator.OperationCount + (await next.DeadLettersAsync()).Count).ShouldBe(Letters);
    }

    [Fact]
    public Task A_letter_whose_key_is_away_for_a_moment_is_still_there() => LoseTheKeyAsync(byFilter: false);

    [Fact]
    public Task A_letter_that_a_filter_chooses_and_whose_key_is_away_for_a_moment_is_still_there() => LoseTheKeyAsync(byFilter: true);

    private async Task LoseTheKeyAsync(bool byFilter)
    {
        ForgetfulProtector protector = new();
        await using VirtualBench bench = await VirtualBench.StartAsync(
            build: builder => builder.UseSqliteFallback(_folder.NewFile()).ProtectPayloads(_ => protector));
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        DeliveryResult refused = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 1 });
        refused.Reason.ShouldBe(RejectionReason.RefusedByServer);

        protector.HasKeys = false;
        await Record.ExceptionAsync(() => byFilter
            ? bench.Bench.DeadLetters.ReplayAsync(new DeadLetterFilter())
            : bench.Bench.DeadLetters.ReplayAsync(refused.OperationId));
        protector.HasKeys = true;
        await bench.PassAsync(TimeSpan.FromMinutes(5));

        (bench.Simulator.NumbersOf("ada").Count() + (await bench.Bench.DeadLettersAsync()).Count).ShouldBe(1);
    }

    private static async Task ReplayAndDieAsync(int killAt, ProducerArguments arguments, Action whenReady)
    {
        ProcessStartInfo start = new(
            "dotnet", [typeof(Replayer).Assembly.Location, Replayer.Role, $"{killAt}", .. arguments.ToCommandLine()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            (await process.StandardOutput.ReadLineAsync().WaitAsync(Guard)).ShouldBe($"{Replayer.Ready} {Letters}{Receipts.EndMark}");
            whenReady();
            await process.StandardInput.WriteLineAsync("go");
            await process.StandardInput.FlushAsync();
            await process.WaitForExitAsync().WaitAsync(Guard);
            process.ExitCode.ShouldNotBe(1, "it was killed");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private sealed class ForgetfulProtector : IPayloadProtector
    {
        public bool HasKeys { get; set; } = true;

        public byte[] Protect(byte[] payload) => [.. payload.Reverse()];

        public byte[] Unprotect(byte[] protectedPayload) =>
            HasKeys ? [.. protectedPayload.Reverse()] : throw new CryptographicException("The key was not found.");
    }
}
