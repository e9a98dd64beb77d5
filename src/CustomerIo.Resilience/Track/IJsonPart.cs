using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>An element of a list in a request.</summary>
internal interface IJsonPart
{
    void Write(JsonBuffer json);
}
