using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <content>Transactional messages and broadcasts.</content>
internal sealed partial class Workspace
{
    private AppendLog<SentMessage> _sent = new(options.MaxRecordedOperations);
    private AppendLog<TriggeredBroadcast> _broadcasts = new(options.MaxRecordedOperations);
    private DateTimeOffset? _lastTrigger;

    public IReadOnlyList<SentMessage> Sent => _sent.Snapshot();

    public IReadOnlyList<TriggeredBroadcast> Broadcasts => _broadcasts.Snapshot();

    public SentMessage Send(Exchange exchange, string channel, PersonKey person, JsonElement body)
    {
        SentMessage message;
        lock (_gate)
        {
            message = new SentMessage(
                channel,
                $"dlv{_sent.Total + 1:x12}",
                exchange.Time,
                body.TryGet("send_at", out var sendAt) && sendAt.TryGetInt64(out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null,
                person,
                body.Text("to"),
                body.TryGet("transactional_message_id", out var id) ? id.ToString() : null,
                body);
            _sent.Add(message);
            Log(exchange, Item("message", channel, message.DeliveryId, person, exchange), OperationOutcome.Applied);
        }

        changes.Pulse();
        return message;
    }

    /// <summary>Null when it comes too soon after the last one.</summary>
    public TriggeredBroadcast? Trigger(Exchange exchange, long broadcast, BroadcastAudience audience, JsonElement body)
    {
        TriggeredBroadcast trigger;
        lock (_gate)
        {
            if (exchange.Time - _lastTrigger < options.BroadcastInterval)
            {
                return null;
            }

            _lastTrigger = exchange.Time;
            var (recipients, errors) = audience.Resolve(this, body);
            trigger = new TriggeredBroadcast(
                _broadcasts.Total + 1, broadcast, exchange.Time, audience.Form, recipients, errors, body);
            _broadcasts.Add(trigger);
            var item = Item("broadcast", "trigger", $"{broadcast}", PersonKey.None, exchange);
            Log(exchange, in item, OperationOutcome.Applied);
        }

        changes.Pulse();
        return trigger;
    }

    /// <summary>Unsubscribes whoever the delivery went to, as far as that is known.</summary>
    public void Unsubscribe(Exchange exchange, TrackItem item)
    {
        lock (_gate)
        {
            item.Person = _sent.Snapshot().FirstOrDefault(sent =>
                string.Equals(sent.DeliveryId, item.Target, StringComparison.Ordinal))?.Person
                ?? PersonKey.None;
            _people.Find(item.Person)?.Attributes.Write("unsubscribed", "true"u8.ToArray(), exchange.UnixTime);
            Log(exchange, in item, OperationOutcome.Applied);
        }

        changes.Pulse();
    }

    private static TrackItem Item(string type, string action, string target, PersonKey person, Exchange exchange) =>
        new() { Type = type, Action = action, Target = target, Person = person, Attributes = exchange.Body };

    private void ResetMessages()
    {
        _sent = new AppendLog<SentMessage>(options.MaxRecordedOperations);
        _broadcasts = new AppendLog<TriggeredBroadcast>(options.MaxRecordedOperations);
        _lastTrigger = null;
        _exports.Clear();
    }
}
