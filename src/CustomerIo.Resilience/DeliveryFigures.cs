using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>
/// Where the operations of a workspace are: accepted = delivered + rejected + stored + in memory + lost. Since the process
/// started; what a durable store held then counts as accepted, and so does a dead letter that is replayed.
/// </summary>
/// <param name="Accepted">Operations taken in.</param>
/// <param name="Delivered">Customer.io has them.</param>
/// <param name="Rejected">Refused by Customer.io, given up, erased, let go by a full store, or without room in it.</param>
/// <param name="Stored">They wait in the fallback store.</param>
/// <param name="InMemory">They wait in memory, or their request is under way.</param>
/// <param name="Lost">The store took them and does not have them any more; each time an error is logged.</param>
/// <param name="Lanes">How many lanes there are.</param>
/// <param name="DivertedLanes">How many of them go through the store at the moment.</param>
/// <param name="Parked">
/// How many of those stored and in memory are out of their lane's order: deletes, suppressions and merges under way, what failed
/// by itself, and what waits behind either.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeliveryFigures(
    long Accepted,
    long Delivered,
    long Rejected,
    long Stored,
    long InMemory,
    long Lost,
    int Lanes,
    int DivertedLanes,
    long Parked = 0);
