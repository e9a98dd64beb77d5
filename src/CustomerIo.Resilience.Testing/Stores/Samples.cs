using System.Globalization;
using System.Text;
using CustomerIo.Resilience.Fallback;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>What the rules put into a store. An operation's number is its position, and makes its id, time and payload.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly CustomerIoError Error = new("no such field", "invalid", "plan", 3);

    /// <summary>People and objects of lane 0.</summary>
    public static readonly string Ada = Key("ada");
    public static readonly string Bob = Key("bob");
    public static readonly string Eve = Key("eve");
    public static readonly string Firm = Key("firm");

    private const int NameBytes = 16;

    /// <summary>The key of somebody of a lane.</summary>
    public static string Key(string name, int lane = 0)
    {
        byte[] bytes = new byte[NameBytes];
        Encoding.UTF8.GetBytes(name, bytes);
        ulong hash = (bytes[0] * (ulong)StoreBench.Lanes) + (ulong)lane;
        return string.Create(CultureInfo.InvariantCulture, $"{hash:X16}{Convert.ToHexString(bytes)}");
    }

    public static Operation Make(
        int number,
        string? key = null,
        OperationKind kind = OperationKind.Event,
        int bytes = 10,
        string? second = null,
        string[]? named = null,
        ParkedState? parked = null) => new()
        {
            Id = IdOf(number),
            Kind = kind,
            Key = key ?? Ada,
            SecondKey = second,
            NamedKeys = named ?? [],
            OccurredAt = Start.AddSeconds(number),
            Payload = Enumerable.Repeat((byte)number, bytes).ToArray(),
            Position = number,
            Parked = parked,
        };

    /// <summary>One that is parked, and waits.</summary>
    public static Operation Parked(
        int number,
        string? key = null,
        OperationKind kind = OperationKind.Event,
        string? second = null,
        string[]? named = null,
        bool hasFailed = false,
        int bytes = 10) =>
        Make(number, key, kind, bytes, second, named, new ParkedState(hasFailed));

    /// <summary>The same one, to be parked.</summary>
    public static Operation ToPark(Operation operation, bool hasFailed = false) =>
        operation.With(parked: new ParkedState(hasFailed));

    /// <summary>What a store is told of an operation that is refused.</summary>
    public static DeadLetter Letter(
        Operation operation, RejectionReason reason = RejectionReason.RefusedByServer, int rejectedAfter = 0) => new()
        {
            Operation = operation,
            Reason = reason,
            Error = Error,
            Attempts = 3,
            RejectedAt = Start.AddSeconds(rejectedAfter),
        };

    /// <summary>The same, of one that was never in the store.</summary>
    public static DeadLetter FromMemory(
        Operation operation, RejectionReason reason = RejectionReason.RefusedByServer, int rejectedAfter = 0) =>
        Letter(WithoutPlace(operation), reason, rejectedAfter);

    /// <summary>As a dead letter has it.</summary>
    public static Operation WithoutPlace(Operation operation) => operation.WithoutPlace(operation.Payload);

    /// <summary>What asks for a dead letter back, to a position.</summary>
    public static Operation Again(Operation operation, int position, ParkedState? parked = null) =>
        WithoutPlace(operation).With(ReadOnlyMemory<byte>.Empty, position, parked);

    public static Ulid IdOf(int number) =>
        Ulid.Parse(string.Create(CultureInfo.InvariantCulture, $"{number:D26}"), provider: null);

    public static int NumberOf(Ulid id) => int.Parse(id.ToString(), CultureInfo.InvariantCulture);
}
