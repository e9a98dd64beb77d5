using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>
/// The process of a mixed run that calls the library: each stream's calls one after the other, all streams at once. Its parent
/// tells it what goes wrong, and kills it, or has it finish.
/// </summary>
internal sealed class MixedProducer
{
    public const string Role = "mixed-produce";

    private const int Orphaned = 3;

    private readonly MixedPlan _plan;
    private readonly MixedHost _host;
    private readonly Statements _statements;
    private readonly StepCaller _caller;
    private readonly Replays _replays;
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly double _length;

    private MixedProducer(MixedPlan plan, MixedHost host, MixedArguments arguments)
    {
        _plan = plan;
        _host = host;
        _length = arguments.Length;
        _statements = new Statements(new Receipts(Console.OpenStandardOutput()));
        _caller = new StepCaller(host.Client, host.Background);
        _replays = new Replays(host, _statements, new Random(arguments.Seed));
    }

    public static async Task<int> RunAsync(MixedArguments arguments)
    {
        MixedPlan plan = new(arguments.Seed, arguments.Operations, arguments.People);

        // Not closed before the process ends: why it ends may be the last thing that is written.
        StreamWriter errors = new(arguments.Errors, append: true) { AutoFlush = true };
        Console.SetError(TextWriter.Synchronized(errors));
        int[] done = [.. Console.In.ReadLine()!.Split(' ').Select(Number)];

        // With write-ahead, background calls block their thread until the disk has the operation.
        ThreadPool.SetMinThreads(done.Length + Environment.ProcessorCount, Environment.ProcessorCount);
        using MixedHost host = MixedHost.Build(arguments);
        MixedProducer producer = new(plan, host, arguments);

        // What the parent has already said is true before the store is opened, such as the clock.
        producer.Listen();
        await host.StartAsync();
        producer._statements.Say(Words.Started);
        await Task.WhenAll(plan.Streams.Select((steps, stream) => Task.Run(() => producer.CallAsync(steps, done[stream]))));
        producer._statements.Say(Words.Issued);
        await producer._finish.Task;
        await producer._replays.EndAsync();
        await new Settling(plan, host, producer._statements).RunAsync(producer._replays);
        await host.StopAsync();
        producer._statements.Say(Words.Done);
        return 0;
    }

    private async Task CallAsync(IReadOnlyList<Step> steps, int done)
    {
        double pauses = steps.Sum(static step => step.Pause);
        foreach (Step step in steps.Skip(done))
        {
            if (step.Pause > 0)
            {
                await Task.Delay((int)(step.Pause / pauses * _length));
            }

            _statements.Before(step);
            _statements.After(step, await _caller.CallAsync(step));
        }
    }

    private void Listen() => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } line)
        {
            Obey(line.Split(' '));
        }

        Environment.Exit(Orphaned);
    })
    { IsBackground = true }.Start();

    private void Obey(string[] words)
    {
        switch (words)
        {
            case [Words.Clock, var seconds]:
                _host.Clock.JumpTo(TimeSpan.FromSeconds(Number(seconds)));
                break;
            case [Words.Keys, var key]:
                _host.Keys.TurnTo((byte)Number(key));
                break;
            case [Words.KeysAway, var isAway]:
                _host.Keys.SetAway(bool.Parse(isAway));
                break;
            case [Words.StoreFails, var fails]:
                _host.Store.SetFailing(bool.Parse(fails));
                break;
            case [Words.ReplayAll]:
                _replays.Begin(all: true);
                break;
            case [Words.ReplayOne]:
                _replays.Begin(all: false);
                break;
            case [Words.Finish]:
                _finish.TrySetResult();
                break;
            default:
                throw new FormatException($"'{string.Join(' ', words)}' is not understood.");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
