namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// Which of the newest positions have been used: those of an append are nearly always new, and then no table has to be asked
/// whether it has them.
/// </summary>
/// <param name="newest">The highest position of the file when it was opened.</param>
internal sealed class PositionWindow(long newest)
{
    private const int Size = 1 << 20;
    private const int BitsOfWord = 64;

    private readonly ulong[] _bits = new ulong[Size / BitsOfWord];

    // Nothing is known of these and those below.
    private long _unknown = newest;
    private long _newest = newest;

    /// <summary>Whether an operation may have a position; false is certain.</summary>
    public bool MayHave(long position) =>
        position <= _unknown || (position <= _newest && (WordOf(position) & BitOf(position)) != 0);

    /// <summary>An operation has a position, or had it.</summary>
    public void Note(long position)
    {
        if (position - _newest >= Size)
        {
            Array.Clear(_bits);
            _unknown = Math.Max(_unknown, position - Size);
            _newest = position;
        }

        for (; _newest < position; _newest++)
        {
            WordOf(_newest + 1) &= ~BitOf(_newest + 1);
            _unknown = Math.Max(_unknown, _newest + 1 - Size);
        }

        if (position > _unknown)
        {
            WordOf(position) |= BitOf(position);
        }
    }

    private static ulong BitOf(long position) => 1UL << (int)(position % BitsOfWord);

    private ref ulong WordOf(long position) => ref _bits[position % Size / BitsOfWord];
}
