using System.Globalization;
using System.Runtime.InteropServices;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>
/// An object, such as a company or a course, by your own identifier or by the one Customer.io assigned.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ObjectId
{
    private ObjectId(string? typeId, string value)
    {
        TypeId = typeId;
        Value = value;
    }

    /// <summary>
    /// The number of the object type as text; <see langword="null"/> for an object by its <c>cio_object_id</c>.
    /// </summary>
    public string? TypeId { get; }

    /// <summary>
    /// The identifier; <see langword="null"/> only for <c>default</c>, which every operation refuses.
    /// </summary>
    public string Value { get; }

    /// <summary>An object by your own id.</summary>
    /// <param name="typeId">The number of the object type, from 1 on.</param>
    /// <param name="id">At most 150 bytes of UTF-8 (Track API reference).</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is empty or too long.</exception>
    public static ObjectId Of(int typeId, string id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(typeId);
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Limits.Require(Limits.CheckObjectId(id), nameof(id));
        return new ObjectId(typeId.ToString(CultureInfo.InvariantCulture), id);
    }

    /// <summary>An object by the identifier Customer.io assigned; it must exist already.</summary>
    /// <exception cref="ArgumentException"><paramref name="cioObjectId"/> is empty.</exception>
    public static ObjectId CioObjectId(string cioObjectId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(cioObjectId);
        return new ObjectId(null, cioObjectId);
    }

    /// <summary>The type only: identifiers may be personal data and do not belong in logs.</summary>
    public override string ToString() => TypeId is null ? "(object)" : $"(object of type {TypeId})";

    internal void Write(ref JsonFields parent)
    {
        JsonFields fields = new(parent.Name("identifiers"u8));
        fields.Text("object_type_id"u8, TypeId);
        fields.Text(TypeId is null ? "cio_object_id"u8 : "object_id"u8, Value);
        fields.End();
    }
}
