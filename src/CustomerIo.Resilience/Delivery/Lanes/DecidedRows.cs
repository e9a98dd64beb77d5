using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Tells which rows of the store may be used: those before which nothing of the same key can turn up any more. Asked for before a
/// look at the store, for what was under way then may be there, or not, when the look is taken.
/// </summary>
/// <param name="last">The last position that was drawn: what has a higher one was not even under way.</param>
/// <param name="underWay">What was.</param>
internal sealed class DecidedRows(long last, (long Position, ulong Key)[] underWay)
{
    public bool Have(Operation row)
    {
        if (row.Position > last)
        {
            return false;
        }

        if (underWay.Length == 0)
        {
            return true;
        }

        ulong key = OperationKey.HashOf(row.Key);
        return !Array.Exists(underWay, one => one.Key == key && one.Position <= row.Position);
    }
}
