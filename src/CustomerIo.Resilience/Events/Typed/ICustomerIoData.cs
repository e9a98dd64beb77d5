using System.ComponentModel;

namespace CustomerIo.Resilience;

/// <summary>
/// Data whose members are known at compile time. The source generator of this package implements it for partial types with
/// <see cref="CustomerIoEventAttribute"/>, <see cref="CustomerIoAttributesAttribute"/> or
/// <see cref="CustomerIoDataAttribute"/>; it is not meant to be implemented by hand.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ICustomerIoData<TSelf>
    where TSelf : ICustomerIoData<TSelf>
{
    /// <summary>Writes the members of a value, without the braces around them.</summary>
    /// <param name="value">The value.</param>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ArgumentException">A value has no JSON form, such as a number that is not finite.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void WriteMembers(in TSelf value, MemberWriter writer);
}
