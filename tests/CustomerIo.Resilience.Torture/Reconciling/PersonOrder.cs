using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>
/// Counts what came out of order for one person.
/// <para>
/// On the wire it is at least once: when an answer is lost, or the process is killed before it has noted it, the same
/// operations are sent again from the first that is not known to be taken. So a number may go down, and this is what
/// makes it sound: the library does not send anything newer before the repetition has come to where it was. Then
/// whatever stood there in the meantime is put right, events have no effect the second time, and the last word is the
/// last word. Hence: going back is allowed to an operation that came before, and from there each that came after it
/// must come again, in order, until the newest. Skipping one, or ending before the newest, is a reordering.
/// </para>
/// <para>
/// Not over a delete, suppress or lifting: those travel without another operation of the person in the request, so a
/// request that is repeated holds such a one alone. One that comes again after something newer would destroy it, and
/// what came before one and comes again after it would bring the person back: both are reorderings. An erasure may cut
/// a repetition short, for it drops what waits.
/// </para>
/// </summary>
internal sealed class PersonOrder
{
    private readonly SortedSet<int> _sinceErasure = [];
    private int _last;
    private int _newest;

    /// <summary>Takes the next one; gives whether it is out of order.</summary>
    public bool IsOutOfOrder(int number, PlannedKind kind) =>
        kind.IsNumbered() ? Numbered(number) : Exclusive(number, kind);

    /// <summary>Whether the person was left with an older operation than the newest.</summary>
    public bool EndsOutOfOrder() => _last < _newest;

    private bool Exclusive(int number, PlannedKind kind)
    {
        if (number <= _newest)
        {
            return number < _newest;
        }

        bool cutsShort = _last < _newest && !kind.IsErasure();
        _sinceErasure.Clear();
        _last = _newest = number;
        return cutsShort;
    }

    private bool Numbered(int number)
    {
        if (number > _newest)
        {
            bool isEarly = _last < _newest;
            _sinceErasure.Add(number);
            _last = _newest = number;
            return isEarly;
        }

        if (!_sinceErasure.Contains(number))
        {
            return true;
        }

        bool skips = number > _last && _sinceErasure.GetViewBetween(_last + 1, number).Count > 1;
        _last = number;
        return skips;
    }
}
