using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>The keys that are held, found by their text, or by their hash before there is a text; guarded by <see cref="ParkedKeys"/>.</summary>
internal sealed class HeldKeyTable
{
    private readonly Dictionary<string, HeldKeyState> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _hashes = [];
    private int _count;

    /// <summary>May be asked without the guard.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public IReadOnlyDictionary<string, HeldKeyState> All => _keys;

    public HeldKeyState this[string key] => _keys[key];

    public HeldKeyState? Find(EntityKey key) => _hashes.ContainsKey(key.Hash) ? _keys.GetValueOrDefault(key.StoredKey) : null;

    public HeldKeyState? Find(string key) => _keys.GetValueOrDefault(key);

    public HeldKeyState GetOrHold(string key) => _keys.GetValueOrDefault(key) ?? Hold(key);

    /// <summary>Forgets a key that nothing holds any more.</summary>
    public void Free(HeldKeyState held)
    {
        if (!held.IsFree || !_keys.Remove(held.Key))
        {
            return;
        }

        ulong hash = OperationKey.HashOf(held.Key);
        if (_hashes[hash]-- == 1)
        {
            _hashes.Remove(hash);
        }

        Volatile.Write(ref _count, _keys.Count);
    }

    private HeldKeyState Hold(string key)
    {
        HeldKeyState held = new(key);
        _keys.Add(key, held);
        ulong hash = OperationKey.HashOf(key);
        _hashes[hash] = _hashes.GetValueOrDefault(hash) + 1;
        Volatile.Write(ref _count, _keys.Count);
        return held;
    }
}
