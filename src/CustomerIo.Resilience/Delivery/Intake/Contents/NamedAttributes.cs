using System.Runtime.InteropServices;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Delivery.Intake.Contents;

/// <summary>Attributes whose names are known only now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NamedAttributes(Dictionary<string, object?>? attributes) : IAttributesContent
{
    public string? Write(JsonBuffer json)
    {
        if (Limits.CheckAttributes(attributes) is { } problem)
        {
            return problem;
        }

        AttributeWriter.WriteObject(json, attributes);
        return null;
    }
}
