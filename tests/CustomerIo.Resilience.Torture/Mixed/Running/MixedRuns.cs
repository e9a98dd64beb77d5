namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>All seeds that are asked for, but for those that the log already has.</summary>
internal static class MixedRuns
{
    public static async Task<int> RunAsync(MixedOptions options)
    {
        string[] before = options.Log is { } file && File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
        bool isClean = true;
        for (int seed = options.FirstSeed; seed <= options.LastSeed; seed++)
        {
            string head = RunRecord.HeadOf(seed, options.Configuration);
            bool isSeries = options.FirstSeed < options.LastSeed;
            if (isSeries && before.Any(line => line.StartsWith(head, StringComparison.Ordinal)))
            {
                continue;
            }

            RunRecord record = await MixedRun.RunAsync(options, seed);
            isClean &= record.IsClean;
            if (options.Log is { } log)
            {
                await File.AppendAllTextAsync(log, $"{record}\n");
            }
        }

        return isClean ? 0 : 1;
    }
}
