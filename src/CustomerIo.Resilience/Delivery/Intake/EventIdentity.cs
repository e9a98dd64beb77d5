using System.Globalization;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>Gives an event its id: the caller's own, one made from the caller's key, or a new one.</summary>
internal sealed class EventIdentity(string workspace, IUlidSource ulids)
{
    public Ulid IdFor(EntityKey entity, string name, EventOptions options, DateTimeOffset now)
    {
        if (options.IdempotencyKey is not { } key)
        {
            return options.Id ?? ulids.Next(now);
        }

        if (options.Id is not null)
        {
            throw new ArgumentException(
                "EventOptions has both an Id and an IdempotencyKey. The key makes the id; leave one of them out.",
                nameof(options));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(key, nameof(options));

        // With its length in front, no part can be taken for two.
        string person = entity.ToString();
        return Ulid.FromKey(string.Create(
            CultureInfo.InvariantCulture,
            $"{workspace.Length}:{workspace}{person.Length}:{person}{name.Length}:{name}{key}"));
    }
}
