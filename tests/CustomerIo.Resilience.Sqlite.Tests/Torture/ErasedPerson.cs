namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

/// <summary>Somebody who is identified and erased, in a way that a seed decides.</summary>
internal sealed class ErasedPerson(int seed, ICustomerIoClient client, IBatchTracker background)
{
    private readonly Random _random = new(seed);

    public string Name { get; } = $"seed-{seed}";

    public bool IsErasedInOutage { get; } = seed % 2 == 0;

    public bool IsSuppressed { get; } = seed % 4 < 2;

    public async Task AppearAsync()
    {
        for (int count = _random.Next(1, 4); count > 0; count--)
        {
            switch (_random.Next(3))
            {
                case 0:
                    background.EnqueueIdentify(Name, new() { ["n"] = count }).IsAccepted.ShouldBeTrue($"seed {seed}");
                    break;
                case 1:
                    (await client.IdentifyAsync(Name, new() { ["n"] = count })).IsAccepted.ShouldBeTrue($"seed {seed}");
                    break;
                default:
                    (await client.TrackAsync(Name, "step", new() { ["n"] = count })).IsAccepted
                        .ShouldBeTrue($"seed {seed}");
                    break;
            }
        }
    }

    public async Task EraseAsync()
    {
        DeliveryResult result = IsSuppressed ? await client.SuppressAsync(Name) : await client.DeleteAsync(Name);
        result.IsAccepted.ShouldBeTrue($"seed {seed}");
    }
}
