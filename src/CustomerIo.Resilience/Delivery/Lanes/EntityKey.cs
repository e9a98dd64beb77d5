using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Whose order an operation belongs to: a person by one identifier, somebody anonymous, or an object.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EntityKey : IEquatable<EntityKey>
{
    private const int MaxOnStack = 128;

    private readonly string _value;
    private readonly string _prefix;

    private EntityKey(string prefix, string value)
    {
        _prefix = prefix;
        _value = value;
        Hash = StableHash(prefix, value, IgnoresCase(prefix));
    }

    /// <summary>The same in every process and version: lanes of stored operations depend on it.</summary>
    public ulong Hash { get; }

    /// <summary>
    /// What stores keep: the hash, and 128 bits of SHA-256, so that nobody can choose an identifier that is taken for another's.
    /// </summary>
    public string StoredKey
    {
        get
        {
            string text = ToString();
            Span<byte> utf8 = text.Length <= MaxOnStack ? stackalloc byte[MaxOnStack * 3] : new byte[text.Length * 3];
            Span<byte> bytes = stackalloc byte[sizeof(ulong) + SHA256.HashSizeInBytes];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, Hash);
            SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], bytes[sizeof(ulong)..]);
            return Convert.ToHexString(bytes[..(OperationKey.TextLength / 2)]);
        }
    }

    public static EntityKey Person(PersonId person) => person.Kind switch
    {
        PersonIdKind.Id => new("id:", person.Value),
        PersonIdKind.Email => new("email:", person.Value),
        _ => new("cio:", person.Value),
    };

    public static EntityKey Anonymous(string anonymousId) => new("anonymous:", anonymousId);

    public static EntityKey Object(ObjectId id) => new("object:", $"{id.TypeId}/{id.Value}");

    public bool Equals(EntityKey other) =>
        Hash == other.Hash
        && string.Equals(_prefix, other._prefix, StringComparison.Ordinal)
        && (IgnoresCase(_prefix)
            ? PersonId.AreSameEmail(_value, other._value)
            : string.Equals(_value, other._value, StringComparison.Ordinal));

    public override bool Equals(object? obj) => obj is EntityKey other && Equals(other);

    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>The identifier with its kind in front; personal data.</summary>
    public override string ToString() =>
        IgnoresCase(_prefix) ? _prefix + _value.ToLowerInvariant() : _prefix + _value;

    private static bool IgnoresCase(string prefix) => string.Equals(prefix, "email:", StringComparison.Ordinal);

    // FNV-1a over the characters, with a finish that spreads it over the low bits.
    private static ulong StableHash(string prefix, string value, bool ignoreCase)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char character in prefix)
        {
            hash = (hash ^ character) * 1_099_511_628_211;
        }

        foreach (char character in value)
        {
            hash = (hash ^ (ignoreCase ? char.ToLowerInvariant(character) : character)) * 1_099_511_628_211;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51_afd7_ed55_8ccd;
        return hash ^ (hash >> 33);
    }
}
