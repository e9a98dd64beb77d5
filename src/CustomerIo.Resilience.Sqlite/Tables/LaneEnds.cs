using System.Runtime.InteropServices;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The first operation of each lane, in memory: what was accepted first is told without a query.</summary>
internal sealed class LaneEnds
{
    private readonly LaneTable[] _lanes;
    private readonly First?[] _working;
    private readonly First?[] _committed;
    private readonly HashSet<int> _changed = [];
    private readonly HashSet<int> _unknown = [];

    public LaneEnds(LaneTable[] lanes)
    {
        _lanes = lanes;
        _working = [.. lanes.Select(Look)];
        _committed = [.. _working];
    }

    /// <summary>When the first of all was accepted; null without any.</summary>
    public DateTimeOffset? OldestAt
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (First? first in _working)
            {
                oldest = Math.Min(oldest, first?.OccurredAt ?? long.MaxValue);
            }

            return oldest == long.MaxValue ? null : Moments.Of(oldest);
        }
    }

    /// <summary>The highest position of a lane of a file; null if it is empty.</summary>
    public static long? LastOf(Database database, int lane) =>
        new Statement(database, $"SELECT position FROM {LaneTable.NameOf(lane)} ORDER BY position DESC LIMIT 1").Number();

    /// <summary>The lowest position of a lane; null if it is empty.</summary>
    public long? FirstOf(int lane) => _working[lane]?.Position;

    /// <summary>An operation was added to a lane.</summary>
    public void NoteInsert(int lane, Operation operation)
    {
        if (!_unknown.Contains(lane) && !(operation.Position > _working[lane]?.Position))
        {
            _changed.Add(lane);
            _working[lane] = new First(operation.Position, operation.OccurredAt.UtcTicks);
        }
    }

    /// <summary>The operations of a lane from a position on, or only that one, were removed.</summary>
    public void NoteDelete(int lane, long position)
    {
        if (position <= _working[lane]?.Position)
        {
            _unknown.Add(lane);
        }
    }

    /// <summary>Looks where it has to; the last thing in a transaction.</summary>
    public void Resolve()
    {
        foreach (int lane in _unknown)
        {
            _changed.Add(lane);
            _working[lane] = Look(_lanes[lane]);
        }

        _unknown.Clear();
    }

    public void Commit() => Copy(_working, _committed);

    public void Rollback()
    {
        _unknown.Clear();
        Copy(_committed, _working);
    }

    private static First? Look(LaneTable lane)
    {
        if (lane.First() is not { } first)
        {
            return null;
        }

        Moments.Of(first.OccurredAt);
        return new First(first.Position, first.OccurredAt);
    }

    private void Copy(First?[] from, First?[] to)
    {
        foreach (int lane in _changed)
        {
            to[lane] = from[lane];
        }

        _changed.Clear();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct First(long Position, long OccurredAt);
}
