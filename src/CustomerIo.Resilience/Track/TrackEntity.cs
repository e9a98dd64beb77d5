using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>
/// One operation of Track v2: a type (person, object or delivery) and an action. Every combination that exists is a
/// class of its own with what that action needs; there are no others.
/// </summary>
public abstract class TrackEntity
{
    private readonly string _type;
    private readonly string _action;

    private protected TrackEntity(string type, string action)
    {
        _type = type;
        _action = action;
    }

    /// <summary>Whether sending it twice does no more than sending it once.</summary>
    internal virtual bool Converges => true;

    /// <summary>What is wrong with it beyond what its constructor refuses.</summary>
    internal virtual string? Check() => null;

    /// <summary>Writes it; an event without an id gets its id here, before anything is sent.</summary>
    internal void Write(JsonBuffer json, IUlidSource ids)
    {
        JsonFields fields = new(json);
        fields.Text("type"u8, _type);
        fields.Text("action"u8, _action);
        WriteFields(ref fields, ids);
        fields.End();
    }

    private protected abstract void WriteFields(ref JsonFields fields, IUlidSource ids);
}
