using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>The messages of assertions that fail: what was expected, then what was recorded, one line each.</summary>
internal static class Report
{
    private const int MaxLines = 5;

    public static string Missing(Expectation expected, OperationLog log)
    {
        StringBuilder text = new($"Expected {expected}. ");
        (RecordedOperation Operation, Difference[] Differences)[] nearest =
        [
            .. log.Taken
                .Select(operation => (Operation: operation, Differences: expected.DifferencesFrom(operation).ToArray()))
                .OrderBy(static pair => pair.Differences.Sum(static difference => difference.Weight))
                .Take(MaxLines),
        ];
        Head(text, log.Taken.Count, nearest.Length, "recorded", "the nearest");
        foreach ((RecordedOperation operation, Difference[] differences) in nearest)
        {
            string how = string.Join("; ", differences.Select(static difference => difference.Text));
            text.Append(CultureInfo.InvariantCulture, $"\n  {operation}  <- {how}");
        }

        return NotTaken(text, log).ToString();
    }

    public static string Unwanted(Expectation unwanted, RecordedOperation[] found)
    {
        StringBuilder text = new($"Expected no {unwanted}. ");
        Head(text, found.Length, Math.Min(found.Length, MaxLines), "recorded", "the first");
        return Lines(text, found).ToString();
    }

    public static string Everything(OperationLog log)
    {
        StringBuilder text = new();
        Head(text, log.Taken.Count, Math.Min(log.Taken.Count, MaxLines), "recorded", "the last");
        Lines(text, log.Taken.TakeLast(MaxLines));
        return NotTaken(text, log).ToString();
    }

    private static StringBuilder NotTaken(StringBuilder text, OperationLog log)
    {
        if (log.NotTaken.Count == 0)
        {
            return text;
        }

        text.Append('\n');
        Head(text, log.NotTaken.Count, Math.Min(log.NotTaken.Count, MaxLines), "not taken", "the last");
        foreach (RecordedOperation operation in log.NotTaken.TakeLast(MaxLines))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {operation}");
            if (operation.Result?.Error?.Message is { } message)
            {
                text.Append(CultureInfo.InvariantCulture, $"  <- {message}");
            }
        }

        return text;
    }

    private static void Head(StringBuilder text, int count, int shown, string what, string which) => text
        .Append(count switch
        {
            0 => $"Nothing was {what}.",
            1 => $"1 operation was {what}",
            _ => $"{count} operations were {what}",
        })
        .Append(count == 0 ? string.Empty : shown == count ? ":" : $"; {which} {shown}:");

    private static StringBuilder Lines(StringBuilder text, IEnumerable<RecordedOperation> operations)
    {
        foreach (RecordedOperation operation in operations.Take(MaxLines))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {operation}");
        }

        return text;
    }
}
