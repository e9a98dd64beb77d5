using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Reconciling;
using CustomerIo.Resilience.QuickStart.Sending;
using Spectre.Console;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>What is said in the end, and what the exit code is made of.</summary>
internal static class Report
{
    private const int MaxDetails = 20;

    /// <param name="sent">The lines with the answers of their calls.</param>
    /// <param name="erased">The lines that a later delete erased after their calls had returned.</param>
    public static Table TableOf(IReadOnlyList<SentOperation> sent, IReadOnlySet<int> erased)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("operation").NoWrap());
        foreach (string column in (string[])["lines", "at once", "stored", "queued", "erased", "refused"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (IGrouping<FileOperationKind, SentOperation> kind in sent
            .GroupBy(static one => one.Operation.Kind).OrderBy(static kind => kind.Key))
        {
            AddRow(table, OperationLine.NameOf(kind.Key), [.. kind], erased);
        }

        table.AddEmptyRow();
        AddRow(table, "all", sent, erased);
        return table;
    }

    /// <summary>What was refused for another reason than erasure, one line each.</summary>
    public static async Task<IReadOnlyList<string>> RefusalsAsync(
        IReadOnlyList<SentOperation> sent, IDeadLetters deadLetters)
    {
        List<string> refusals = [.. RefusalsOf(sent)];
        HashSet<Ulid> known = [.. sent.Where(IsRefused).Select(static one => one.Result.OperationId)];
        Dictionary<Ulid, int> lineOf = sent.DistinctBy(static one => one.Result.OperationId)
            .ToDictionary(static one => one.Result.OperationId, static one => one.Operation.Line);
        await foreach (DeadLetter letter in deadLetters.ListAsync())
        {
            if (!known.Contains(letter.Operation.Id))
            {
                refusals.Add($"line {lineOf.GetValueOrDefault(letter.Operation.Id)}: {letter.Reason}. {letter.Error?.Message}");
            }
        }

        return refusals;
    }

    /// <summary>Calls that were refused for another reason than erasure, one line each.</summary>
    public static IReadOnlyList<string> RefusalsOf(IReadOnlyList<SentOperation> sent) =>
    [
        .. sent.Where(IsRefused).Select(static one =>
            $"line {one.Operation.Line}: {one.Result.Reason}. {one.Result.Error?.Message}"),
    ];

    /// <summary>What has not arrived although it was given time, or never will, by the library's own figures.</summary>
    public static IReadOnlyList<string> LeftoversOf(DeliveryFigures figures)
    {
        List<string> leftovers = [];
        if (figures.Stored + figures.InMemory is var waiting and > 0)
        {
            leftovers.Add($"{waiting} operation(s) still wait");
        }

        if (figures.Lost > 0)
        {
            leftovers.Add($"{figures.Lost} operation(s) were lost by the fallback store");
        }

        return leftovers;
    }

    public static void Write(TextWriter output, string heading, IReadOnlyList<string> lines)
    {
        foreach (string line in lines.Take(MaxDetails))
        {
            output.WriteLine($"{heading}{line}");
        }

        if (lines.Count > MaxDetails)
        {
            output.WriteLine($"{heading}... and {lines.Count - MaxDetails} more");
        }
    }

    public static string LastLine(DeliveryFigures figures) => FormattableString.Invariant(
        $"accepted={figures.Accepted} delivered={figures.Delivered} stored={figures.Stored} rejected={figures.Rejected}");

    public static string LastLine(DeliveryFigures figures, Findings findings) =>
        LastLine(figures) + FormattableString.Invariant(
            $" lost={findings.Lost} duplicated={findings.Duplicated} reordered={findings.Reordered}");

    private static bool IsRefused(SentOperation sent) => sent.Result is
    {
        Status: DeliveryStatus.Rejected,
        Reason: not RejectionReason.Erased,
    };

    private static void AddRow(Table table, string name, IReadOnlyCollection<SentOperation> sent, IReadOnlySet<int> erased)
    {
        int refused = sent.Count(IsRefused);
        table.AddRow(
            name,
            $"{sent.Count:N0}",
            $"{CountOf(sent, DeliveryStatus.Delivered, erased):N0}",
            $"{CountOf(sent, DeliveryStatus.Stored, erased):N0}",
            $"{CountOf(sent, DeliveryStatus.Queued, erased):N0}",
            $"{sent.Count(one => one.Result.Reason is RejectionReason.Erased || erased.Contains(one.Operation.Line)):N0}",
            $"{refused:N0}");
    }

    private static int CountOf(IReadOnlyCollection<SentOperation> sent, DeliveryStatus status, IReadOnlySet<int> erased) =>
        sent.Count(one => one.Result.Status == status && !erased.Contains(one.Operation.Line));
}
