using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery.Intake.Contents;

/// <summary>The caller's part of an event: its name, and what it carries.</summary>
internal interface IEventContent
{
    string Name { get; }

    /// <summary>Writes the name as a JSON string.</summary>
    void WriteName(JsonBuffer json);

    /// <summary>Writes the data as a JSON object.</summary>
    void WriteData(JsonBuffer json);
}
