using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>A parked operation whose turn it is, in the store or in memory.</summary>
internal sealed class SideItem(HeldKeyState held, Operation? row, ParkedOperation? memory)
{
    public HeldKeyState Held => held;

    public Operation? Row => row;

    public ParkedOperation? Memory => memory;

    public Ulid Id => row?.Id ?? memory!.Head.Id;

    public OperationKind Kind => row?.Kind ?? memory!.Head.Kind;

    public string Key => row?.Key ?? memory!.Key;

    public bool HasFailed => row?.Parked?.HasFailed ?? memory!.HasFailed;

    public ReadOnlyMemory<byte> Payload => row?.Payload ?? memory!.Payload;

    public bool IsErasure => Kind.IsErasure();

    /// <summary>Every key that no other request may share meanwhile.</summary>
    public IEnumerable<string> Touched
    {
        get
        {
            yield return Key;
            if ((row?.SecondKey ?? memory?.SecondKey) is { } second)
            {
                yield return second;
            }

            foreach (string named in row?.NamedKeys ?? memory!.NamedKeys)
            {
                yield return named;
            }
        }
    }
}
