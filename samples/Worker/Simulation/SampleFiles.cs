using System.Globalization;
using CustomerIo.Resilience.Worker.Queue;

namespace CustomerIo.Resilience.Worker.Simulation;

/// <summary>Something to deliver, for who has no files yet.</summary>
internal static class SampleFiles
{
    private const int Files = 3;
    private const int Lines = 600;
    private const int People = 60;

    private static readonly string[] Events = ["signed_up", "feature_used", "plan_changed"];

    public static void WriteTo(QueueFolder queue)
    {
        if (queue.Next() is not null)
        {
            return;
        }

        for (int file = 1; file <= Files; file++)
        {
            queue.Add($"sample-{file}.ndjson", Enumerable.Range((file - 1) * Lines, Lines).Select(Line));
        }
    }

    // Numbers that look drawn and are the same every time.
    private static string Line(int number)
    {
        int person = number * 37 % People;
        return number % 5 == 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"person":"user-{{{person}}}","attributes":{"email":"user-{{{person}}}@example.com","visits":{{{number}}}}}""")
            : string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"person":"user-{{{person}}}","event":"{{{Events[number % Events.Length]}}}","data":{"number":{{{number}}}}}""");
    }
}
