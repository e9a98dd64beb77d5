using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>The rules, for stores with one flaw.</summary>
internal sealed class FlawedStoreContract(Flaw flaw) : FallbackStoreContract
{
    private readonly Dictionary<string, FlawedStore.Disk> _disks = [];

    protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting)
    {
        flaw.Configure?.Invoke(setting.Options);
        if (flaw.StartsEmpty || !_disks.TryGetValue(setting.Place, out FlawedStore.Disk? disk))
        {
            disk = new FlawedStore.Disk(new InMemoryFallbackStore(setting.Options, setting.Time));
            _disks[setting.Place] = disk;
        }

        return new(new FlawedStore(disk, flaw, setting.Options));
    }
}
