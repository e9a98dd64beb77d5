using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Adds a device to a person, or changes it.</summary>
public sealed class PersonAddDevice : PersonEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="person">The person.</param>
    /// <param name="device">The device.</param>
    public PersonAddDevice(PersonId person, Device device)
        : base(person, "add_device")
    {
        ArgumentNullException.ThrowIfNull(device);
        Device = device;
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        Device.Write(fields.Name("device"u8), "token"u8);
    }
}
