using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CustomerIo.Resilience.Events;

/// <summary>
/// Monotonic ULIDs: a new millisecond draws 80 fresh bits, the same one (or a clock that went back) counts the last value
/// up. A count that runs over moves on to the next millisecond.
/// </summary>
internal sealed class UlidSource(TimeProvider time, Action<byte[]>? fill = null) : IUlidSource
{
    private readonly object _gate = new();
    private readonly Action<byte[]> _fill = fill ?? (static bytes => RandomNumberGenerator.Fill(bytes));
    private readonly byte[] _random = new byte[10];
    private ulong _milliseconds;
    private ushort _randomHigh;
    private ulong _randomLow;

    /// <inheritdoc/>
    public Ulid Next() => Next(time.GetUtcNow());

    /// <inheritdoc/>
    public Ulid Next(DateTimeOffset now)
    {
        ulong milliseconds = (ulong)now.ToUnixTimeMilliseconds();
        lock (_gate)
        {
            if (milliseconds > _milliseconds)
            {
                Draw(milliseconds);
            }
            else if (++_randomLow == 0 && ++_randomHigh == 0)
            {
                Draw(_milliseconds + 1);
            }

            return new Ulid((_milliseconds << 16) | _randomHigh, _randomLow);
        }
    }

    private void Draw(ulong milliseconds)
    {
        _fill(_random);
        _milliseconds = milliseconds;
        _randomHigh = BinaryPrimitives.ReadUInt16BigEndian(_random);
        _randomLow = BinaryPrimitives.ReadUInt64BigEndian(_random.AsSpan(2));
    }
}
