using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The Track API v2: one entity, or many in a batch of which the invalid ones alone are refused.</summary>
internal sealed class TrackV2(CustomerIoSimulatorOptions options, Workspace workspace)
{
    public Reply Entity(Exchange exchange)
    {
        TrackItem item;
        try
        {
            var reader = new Utf8JsonReader(exchange.Body.Span);
            reader.Read();
            item = TrackItemReader.Read(ref reader, exchange.Body, index: 0);
            reader.Read();
        }
        catch (JsonException)
        {
            return Malformed();
        }

        if (Judge(exchange, ref item) is { } error)
        {
            return Reply.ItemErrors(400, [error]);
        }

        workspace.Apply(exchange, [item]);
        return Reply.Ok;
    }

    public Reply Batch(Exchange exchange)
    {
        if (exchange.Body.Length > Limits.BatchBytes)
        {
            return Refused("invalid", $"batch size too large: {exchange.Body.Length} bytes, limit {Limits.BatchBytes}");
        }

        List<TrackItem>? items;
        try
        {
            items = ReadBatch(exchange.Body);
        }
        catch (JsonException)
        {
            return Malformed();
        }

        if (items is not { Count: > 0 })
        {
            return Refused("required", "batch must be an array with at least one item");
        }

        if (items.Count > options.MaxBatchItems)
        {
            return Refused("invalid", $"batch size too large: {items.Count} items, limit {options.MaxBatchItems}");
        }

        return Accept(exchange, items);
    }

    private Reply Accept(Exchange exchange, List<TrackItem> items)
    {
        List<ItemError>? errors = null;
        var accepted = new TrackItem[items.Count];
        var count = 0;
        foreach (var read in items)
        {
            var item = read;
            if (Judge(exchange, ref item) is { } error)
            {
                (errors ??= []).Add(error);
            }
            else
            {
                accepted[count++] = item;
            }
        }

        workspace.Apply(exchange, accepted.AsSpan(0, count));
        return errors is null ? Reply.Ok : Reply.ItemErrors(207, errors);
    }

    private static ItemError? Judge(Exchange exchange, ref TrackItem item) => exchange.Rejects(item.Index)
        ? ItemError.Invalid(item.Index, "attributes", "refused by a simulated fault")
        : TrackItemValidator.Validate(ref item);

    private static List<TrackItem>? ReadBatch(ReadOnlyMemory<byte> body)
    {
        List<TrackItem>? items = null;
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isBatch = reader.ValueTextEquals("batch"u8);
            reader.Read();
            if (!isBatch || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            items = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(TrackItemReader.Read(ref reader, body, items.Count));
            }
        }

        // Whatever follows the object is an error, which reading on finds.
        reader.Read();
        return items;
    }

    private static Reply Malformed() => Refused("invalid", "the body is not valid JSON");

    private static Reply Refused(string reason, string message) =>
        Reply.ItemErrors(400, [new ItemError(0, reason, "batch", message)]);
}
