namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The text form of a ULID: 26 characters of Crockford's base 32, the first at most 7.</summary>
internal static class UlidText
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 value)
    {
        value = 0;
        if (text.Length != Length || text[0] > (byte)'7')
        {
            return false;
        }

        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(char.ToUpperInvariant((char)character), StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        return true;
    }

    public static string Format(UInt128 value) => string.Create(Length, value, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(rest & 31)];
            rest >>= 5;
        }
    });
}
