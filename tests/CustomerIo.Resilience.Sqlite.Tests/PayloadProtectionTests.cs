using System.Security.Cryptography;
using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace CustomerIo.Resilience.Sqlite.Tests;

public sealed class PayloadProtectionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DataProtector _protector = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Payloads_are_encrypted_in_the_file_and_sent_as_they_were()
    {
        string path = _folder.NewFile();
        await using Workbench bench = await StartAsync(path);
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        (await bench.Client.TrackAsync("ada", "step", new() { ["secret"] = "hollow-oak" })).Reason
            .ShouldBe(RejectionReason.RefusedByServer);
        await bench.Simulator.StopAsync();
        (await bench.Client.TrackAsync("ada", "step", new() { ["secret"] = "hollow-oak" })).Status
            .ShouldBe(DeliveryStatus.Stored);

        Encoding.Latin1.GetString([.. ReadShared(path), .. ReadShared(path + "-wal")]).ShouldNotContain("hollow-oak");
        Encoding.UTF8.GetString((await bench.DeadLettersAsync()).Single().Operation.Payload.Span).ShouldContain("hollow-oak");

        await bench.Simulator.StartAgainAsync();
        await bench.DeadLetters.ReplayAsync(new DeadLetterFilter());
        await bench.SettleAsync();
        bench.Simulator.EventsOf("ada").Count.ShouldBe(2);
        bench.Simulator.EventsOf("ada")[0].Attributes.GetProperty("secret").GetString().ShouldBe("hollow-oak");
    }

    [Fact]
    public async Task Lost_keys_stop_the_delivery_and_lose_nothing()
    {
        string path = _folder.NewFile();
        await using (Workbench first = await StartAsync(path))
        {
            await first.Simulator.StopAsync();
            (await first.Client.TrackAsync("ada", "step")).Status.ShouldBe(DeliveryStatus.Stored);
        }

        _protector.HasKeys = false;
        await using Workbench second = await StartAsync(path);
        await second.WaitForAsync(static bench => bench.Log.Ids.Contains(1119));
        second.Status.Figures.Stored.ShouldBe(1);
        _protector.HasKeys = true;

        await second.SettleAsync();
        second.Simulator.EventsOf("ada").Count.ShouldBe(1);
    }

    private Task<Workbench> StartAsync(string path) => Workbench.StartAsync(
        Quick.Recovery, build: builder => builder.UseSqliteFallback(path).ProtectPayloads(_ => _protector));

    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private sealed class DataProtector : IPayloadProtector
    {
        private readonly IDataProtector _inner = new EphemeralDataProtectionProvider().CreateProtector("customerio");

        public bool HasKeys { get; set; } = true;

        public byte[] Protect(byte[] payload) => _inner.Protect(payload);

        public byte[] Unprotect(byte[] protectedPayload) =>
            HasKeys ? _inner.Unprotect(protectedPayload) : throw new CryptographicException("The key was not found.");
    }
}
