using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>
/// A person by one of the identifiers Customer.io knows: your own id, an email address, or the <c>cio_id</c> that Customer.io
/// assigned. Operations on the same identifier keep their order; the same person under two different identifiers is two
/// persons to the order (Customer.io may know better, this library cannot).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonId
{
    private PersonId(PersonIdKind kind, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Kind = kind;
        Value = value;
    }

    /// <summary>Which identifier it is.</summary>
    public PersonIdKind Kind { get; }

    /// <summary>The identifier; <see langword="null"/> only for <c>default</c>, which every operation refuses.</summary>
    public string Value { get; }

    /// <summary>A person by your own id; at most 150 bytes of UTF-8 (Track API reference).</summary>
    /// <exception cref="ArgumentException"><paramref name="id"/> is empty.</exception>
    public static PersonId Id(string id) => new(PersonIdKind.Id, id);

    /// <summary>A person by email address; letter case does not matter to Customer.io.</summary>
    /// <exception cref="ArgumentException"><paramref name="email"/> is empty.</exception>
    public static PersonId Email(string email) => new(PersonIdKind.Email, email);

    /// <summary>A person by the identifier Customer.io assigned, without the <c>cio_</c> prefix of v1 paths.</summary>
    /// <exception cref="ArgumentException"><paramref name="cioId"/> is empty.</exception>
    public static PersonId CioId(string cioId) => new(PersonIdKind.CioId, cioId);

    /// <summary>Whether both are the same identifier; email addresses are so whatever their letter case.</summary>
    public bool Equals(PersonId other) => Kind == other.Kind && (Kind is PersonIdKind.Email
        ? AreSameEmail(Value, other.Value)
        : string.Equals(Value, other.Value, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Kind is PersonIdKind.Email ? Value.ToLowerInvariant() : Value);

    /// <summary>Same as <see cref="Id(string)"/>.</summary>
    /// <param name="id">Your own id.</param>
    public static implicit operator PersonId(string id) => Id(id);

    /// <summary>Same as <see cref="Id(string)"/>.</summary>
    /// <param name="id">Your own id.</param>
    public static PersonId FromString(string id) => Id(id);

    // Letter by letter, as keys of the order are made.
    internal static bool AreSameEmail(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (int index = 0; index < one.Length; index++)
        {
            if (char.ToLowerInvariant(one[index]) != char.ToLowerInvariant(other[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The kind only: identifiers are personal data and do not belong in logs.</summary>
    public override string ToString() => Value is null ? "(no person)" : $"({Kind})";
}
