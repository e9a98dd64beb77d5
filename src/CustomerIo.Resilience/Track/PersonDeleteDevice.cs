using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Removes a device from a person.</summary>
public sealed class PersonDeleteDevice : PersonEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="person">The person.</param>
    /// <param name="token">The device token.</param>
    /// <exception cref="ArgumentException"><paramref name="token"/> is empty.</exception>
    public PersonDeleteDevice(PersonId person, string token)
        : base(person, "delete_device")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        Token = token;
    }

    /// <summary>The device token.</summary>
    public string Token { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        JsonFields device = new(fields.Name("device"u8));
        device.Text("token"u8, Token);
        device.End();
    }
}
