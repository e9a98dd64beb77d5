using System.Runtime.InteropServices;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery.Intake.Contents;

/// <summary>An event whose name and members were known to the compiler.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct TypedEvent<TEvent>(TEvent value) : IEventContent
    where TEvent : ICustomerIoEvent<TEvent>
{
    private readonly TEvent _value = value;

    public string Name => TEvent.EventName;

    public void WriteName(JsonBuffer json) => json.WriteRaw(TEvent.EventNameJson);

    public void WriteData(JsonBuffer json)
    {
        int start = json.Length;
        TEvent.WriteMembers(in _value, new MemberWriter(json));
        json.Close(start, (byte)'{', (byte)'}');
    }
}
