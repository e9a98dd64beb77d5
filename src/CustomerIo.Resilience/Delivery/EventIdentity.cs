using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Gives an event its id: the caller's own, one made from the caller's key, or a new one.</summary>
internal sealed class EventIdentity(string workspace, IUlidSource ulids)
{
    public Ulid IdFor(EntityKey entity, string name, EventOptions options)
    {
        if (options.IdempotencyKey is not { } key)
        {
            return options.Id ?? ulids.Next();
        }

        if (options.Id is not null)
        {
            throw new ArgumentException(
                "EventOptions has both an Id and an IdempotencyKey. The key makes the id; leave one of them out.",
                nameof(options));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(key, nameof(options));
        return Ulid.FromKey(string.Join('\n', workspace, entity.ToString(), name, key));
    }
}
