using System.Collections;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>What an <see cref="AppendLog{T}"/> held at one instant.</summary>
internal sealed class AppendLogView<T>(T[][] chunks, int count) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return chunks[index / AppendLog<T>.ChunkSize][index % AppendLog<T>.ChunkSize];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
