using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Mixed.Producing;
using CustomerIo.Resilience.Torture.Mixed.Reconciling;

namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>One seed: everything at once, and then the judge.</summary>
internal sealed class MixedRun
{
    private const int MaxDetails = 200;
    private const int Slowest = 3;

    // So many calls a second, were it not for the troubles.
    private const double Pace = 60;

    private readonly MixedOptions _options;
    private readonly int _seed;
    private readonly MixedPlan _plan;
    private readonly MixedLedger _ledger;
    private readonly FairTime _fairTime = new();

    private MixedRun(MixedOptions options, int seed)
    {
        _options = options;
        _seed = seed;
        _plan = new MixedPlan(seed, options.Operations, options.People);
        _ledger = new MixedLedger(_plan);
    }

    /// <summary>Runs one seed and reports on it.</summary>
    public static async Task<RunRecord> RunAsync(MixedOptions options, int seed)
    {
        long started = TimeProvider.System.GetTimestamp();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("customerio-mixed-");
        MixedRun run = new(options, seed);
        MixedFindings findings = await run.RunAsync(folder);
        if (findings.IsClean && !options.KeepsFiles)
        {
            folder.Delete(recursive: true);
        }
        else
        {
            Console.WriteLine($"Files are kept in {folder.FullName}.");
        }

        Console.WriteLine(findings.LastLine);
        return new RunRecord(
            seed,
            options.Configuration,
            findings.LastLine,
            TimeProvider.System.GetElapsedTime(started),
            findings.IsClean);
    }

    private async Task<MixedFindings> RunAsync(DirectoryInfo folder)
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        Server server = new(simulator, _plan, _seed);
        server.Plant();
        Incidents incidents = new(_seed);
        TimeSpan length = TimeSpan.FromSeconds(_options.Operations / Pace);
        MixedArguments arguments = new(
            simulator.TrackAddress,
            _options.IsInMemory ? string.Empty : Path.Combine(folder.FullName, "customerio.db"),
            _seed,
            _options.Operations,
            _options.People,
            _options.Durability,
            MaxCount: 0,
            Length: (int)length.TotalMilliseconds,
            Path.Combine(folder.FullName, "errors.log"));
        Producers producers = new(arguments, _ledger, _fairTime, new Incidents(unchecked(_seed + 77)), _options.IsRoomy);
        Course course = new(server, producers, incidents);

        Stopwatch watch = Stopwatch.StartNew();
        Task lives = producers.RunAsync();
        Task happening = course.RunAsync(_options.Kills, length);
        await await Task.WhenAny(lives, happening);
        TimeSpan happened = watch.Elapsed;
        server.Cure();
        producers.Say(Words.Finish);
        await lives;
        _fairTime.End(DateTime.UtcNow);

        TimeSpan settled = watch.Elapsed;
        IReadOnlyDictionary<string, string> keys = await KeyProbe.FindAsync(_plan.Circles);
        MixedFindings findings = Judge.Judged(new Evidence
        {
            Plan = _plan,
            Calls = _ledger.Calls,
            Sights = Witness.SightsOf(simulator),
            Failures = Witness.FailuresOf(simulator, _plan),
            Letters = _ledger.Letters,
            LastLetters = _ledger.LastLetters,
            Kept = _ledger.Kept,
            InMemory = _ledger.InMemory,
            Keys = keys,
            FairTime = _fairTime,
            IsPromise = call => IsPromise(call, producers.Life),
        });
        Report(findings, simulator, course);
        if (!findings.IsClean || _options.KeepsFiles)
        {
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "requests.log"), Witness.TrailOf(simulator));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"course {happened.TotalSeconds:F1} s, then until settled {(settled - happened).TotalSeconds:F1} s, ")
            + string.Create(CultureInfo.InvariantCulture, $"then judged for {(watch.Elapsed - settled).TotalSeconds:F1} s"));
        return findings;
    }

    // What a process without write-ahead has in memory goes with it when it is killed, and the library says so.
    private bool IsPromise(Call call, int lastLife) => Enum.TryParse(call.Answer, out DeliveryStatus status)
        && (status is DeliveryStatus.Delivered or DeliveryStatus.Stored or DeliveryStatus.Duplicate
            || (status is DeliveryStatus.Queued
                && (_options.Durability is Durability.WriteAhead || call.Life == lastLife)));

    private void Report(MixedFindings findings, CustomerIoSimulator simulator, Course course)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {_seed}, {_options.Configuration}: {course.Outages} outages, {simulator.RequestCount} requests, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{simulator.OperationCount} operations, {_plan.Steps.Count(static step => step.IsAiling)} of which always fail"));
        Console.WriteLine($"answers: {string.Join(", ", _ledger.Answers.Select(static pair => $"{pair.Key} {pair.Value}"))}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"parked in the end: {findings.Parked}; dead letters at some time: {_ledger.Letters.Count}, without ailing: ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{findings.Blamed}; rejected and yet applied: {findings.Denied}; latest: {findings.Latest.TotalSeconds:F2} s"));
        foreach (Call call in _ledger.Calls.Where(static call => call.After is not null)
            .OrderByDescending(static call => call.AnsweredAt - call.CalledAt).Take(Slowest))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"slow: {(call.AnsweredAt - call.CalledAt).TotalSeconds:F1} s for {call.Step}: {call.Answer}"));
        }

        if (!findings.IsClean || _options.KeepsFiles)
        {
            Console.WriteLine(course.Happened);
        }

        foreach (string line in _ledger.Notes.Concat(findings.Details).Take(MaxDetails))
        {
            Console.WriteLine(line);
        }
    }
}
