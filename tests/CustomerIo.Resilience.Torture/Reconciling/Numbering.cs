using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>
/// Finds out which of a person's deletes, suppressions and liftings arrived. They carry no number, but no two
/// neighbours among them are of one kind, and the library never drops one: so one of the kind before is that one again,
/// and another kind is the next of that kind. Where one is missing, it is passed over, and so found to be lost.
/// </summary>
internal sealed class Numbering(IReadOnlyList<PlannedOperation> planned)
{
    private readonly PlannedOperation[] _unnumbered =
        [.. planned.Where(static operation => !operation.Kind.IsNumbered())];
    private int _current = -1;

    /// <summary>The number of an operation; null for one that was never planned.</summary>
    public int? NumberOf(SeenOperation seen)
    {
        if (seen.Kind.IsNumbered())
        {
            return seen.Number;
        }

        if (_current >= 0 && _unnumbered[_current].Kind == seen.Kind)
        {
            return _unnumbered[_current].Number;
        }

        int next = Array.FindIndex(_unnumbered, _current + 1, operation => operation.Kind == seen.Kind);
        if (next < 0)
        {
            next = Array.FindLastIndex(_unnumbered, operation => operation.Kind == seen.Kind);
        }
        else
        {
            _current = next;
        }

        return next < 0 ? null : _unnumbered[next].Number;
    }
}
