using System.Runtime.InteropServices;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Delivery.Intake.Contents;

/// <summary>Attributes whose names were known to the compiler.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct TypedAttributes<TAttributes>(TAttributes value) : IAttributesContent
    where TAttributes : ICustomerIoAttributes<TAttributes>
{
    private readonly TAttributes _value = value;

    public string? Write(JsonBuffer json)
    {
        int start = json.Length;
        TAttributes.WriteMembers(in _value, new MemberWriter(json));
        json.Close(start, (byte)'{', (byte)'}');
        return Limits.CheckWrittenAttributes(json.WrittenSpan[start..]);
    }
}
