namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>A fault chosen for one request, with the coordinates its own draws depend on.</summary>
internal sealed record PlayedFault(Fault Fault, ulong Seed, long Number)
{
    /// <summary>Whether it refuses the item at this place of a batch.</summary>
    public bool Rejects(int item) => Fault.Kind == FaultKind.RejectItems
        && (Fault.Items.Contains(item) || SeededDraw.Next(Seed, Number, item) < Fault.ItemShare);
}
