using System.Runtime.InteropServices;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery.Intake.Contents;

/// <summary>An event whose name and data are known only now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NamedEvent : IEventContent
{
    private readonly Dictionary<string, object?>? _data;

    public NamedEvent(string name, Dictionary<string, object?>? data)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _data = data;
    }

    public string Name { get; }

    public void WriteName(JsonBuffer json) => json.WriteString(Name);

    public void WriteData(JsonBuffer json) => AttributeWriter.WriteObject(json, _data);
}
