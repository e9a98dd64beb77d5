using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery.Intake.Contents;

/// <summary>The caller's attributes of a person.</summary>
internal interface IAttributesContent
{
    /// <summary>Writes them as a JSON object, or gives which limit of Customer.io they break.</summary>
    string? Write(JsonBuffer json);
}
