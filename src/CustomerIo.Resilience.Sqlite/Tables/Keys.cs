using System.Buffers.Binary;
using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Keys as the file has them: 24 bytes, and several one after the other.</summary>
internal static class Keys
{
    public const int Length = OperationKey.TextLength / 2;

    private const int DigitsAtOnce = 16;

    public static byte[] Of(string key)
    {
        byte[] bytes = new byte[Length];
        Write(key, bytes);
        return bytes;
    }

    /// <summary>All of them; empty if there are none.</summary>
    public static byte[] Of(IReadOnlyList<string> keys)
    {
        byte[] bytes = keys.Count == 0 ? [] : new byte[keys.Count * Length];
        for (int index = 0; index < keys.Count; index++)
        {
            Write(keys[index], bytes.AsSpan(index * Length));
        }

        return bytes;
    }

    /// <exception cref="ArgumentException">It is no key.</exception>
    public static void Write(string key, Span<byte> destination)
    {
        if (key.Length != OperationKey.TextLength)
        {
            throw new ArgumentException($"A text of {key.Length} characters is no key; it has {OperationKey.TextLength}.", nameof(key));
        }

        // They would come back as capitals: another key.
        if (key.AsSpan().IndexOfAnyInRange('a', 'f') >= 0)
        {
            throw new ArgumentException("A key has capitals for its hexadecimal digits.", nameof(key));
        }

        for (int part = 0; part < OperationKey.TextLength / DigitsAtOnce; part++)
        {
            if (!ulong.TryParse(
                key.AsSpan(part * DigitsAtOnce, DigitsAtOnce),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out ulong value))
            {
                throw new ArgumentException("A key has hexadecimal digits only.", nameof(key));
            }

            BinaryPrimitives.WriteUInt64BigEndian(destination[(part * sizeof(ulong))..], value);
        }
    }

    /// <exception cref="InvalidDataException">There are not as many bytes as a key has.</exception>
    public static string TextOf(ReadOnlySpan<byte> key) => key.Length == Length
        ? Convert.ToHexString(key)
        : throw new InvalidDataException("A key is none.");

    /// <exception cref="InvalidDataException">There are not as many bytes as keys have.</exception>
    public static IReadOnlyList<string> TextsOf(ReadOnlySpan<byte> keys)
    {
        if (keys.Length % Length != 0)
        {
            throw new InvalidDataException("Keys are none.");
        }

        string[] texts = keys.IsEmpty ? [] : new string[keys.Length / Length];
        for (int index = 0; index < texts.Length; index++)
        {
            texts[index] = TextOf(keys.Slice(index * Length, Length));
        }

        return texts;
    }
}
