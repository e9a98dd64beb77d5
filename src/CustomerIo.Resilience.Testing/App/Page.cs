using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Cuts lists into pages.</summary>
internal static class Page
{
    private const int DefaultLimit = 1000;

    /// <summary>Null when start or limit is no number this simulator gave out.</summary>
    public static PageOf<T>? Of<T>(Exchange exchange, IReadOnlyList<T> all)
    {
        if (!TryNumber(exchange.Query("start"), 0, out var start)
            || !TryNumber(exchange.Query("limit"), DefaultLimit, out var limit)
            || limit < 1)
        {
            return null;
        }

        var end = Math.Min((long)start + limit, all.Count);
        return new PageOf<T>(
            [.. all.Skip(start).Take(limit)],
            end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : string.Empty);
    }

    public static Reply Reply<T>(
        Exchange exchange, IReadOnlyList<T> all, string name, Action<Utf8JsonWriter, T> write)
    {
        if (Of(exchange, all) is not { } page)
        {
            return Simulation.Reply.AppError(400, "start or limit is invalid");
        }

        return Simulation.Reply.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(name);
            foreach (var item in page.Items)
            {
                write(writer, item);
            }

            writer.WriteEndArray();
            writer.WriteString("next", page.Next);
            writer.WriteEndObject();
        });
    }

    private static bool TryNumber(string? text, int absent, out int number)
    {
        number = absent;
        return string.IsNullOrEmpty(text)
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
