using System.Globalization;
using CustomerIo.Resilience.Torture.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// The process that gets killed. Each worker has people of its own and goes round among them, so that a person's next
/// call comes after the answer to the last, while many people's calls are under way.
/// </summary>
internal sealed class Producer
{
    public const string Role = "produce";

    private const int Workers = 48;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    private readonly Plan _plan;
    private readonly Caller _caller;
    private readonly Receipts _receipts;
    private readonly int[] _next;
    private int _budget;

    private Producer(Plan plan, Caller caller, Receipts receipts, int budget, int[] next)
    {
        _plan = plan;
        _caller = caller;
        _receipts = receipts;
        _budget = budget;
        _next = next;
    }

    /// <summary>
    /// Issues what the parent asks for and then waits for the kill, or ends when all of it is delivered.
    /// </summary>
    public static async Task<int> RunAsync(ProducerArguments arguments)
    {
        Plan plan = new(arguments.Seed, arguments.Operations, arguments.People);
        int budget = int.Parse(Console.In.ReadLine()!, CultureInfo.InvariantCulture);
        string[] numbers = Console.In.ReadLine()!.Split(' ');
        int[] next = [.. numbers.Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
        ParentWatch.Begin();

        // With write-ahead, background calls block their thread until the disk has the operation.
        ThreadPool.SetMinThreads(Workers + Environment.ProcessorCount, Environment.ProcessorCount);
        using IHost host = AppHost.Build(arguments);
        await host.StartAsync();
        Receipts receipts = new(Console.OpenStandardOutput());
        Caller caller = new(
            host.Services.GetRequiredService<ICustomerIoClient>(), host.Services.GetRequiredService<IBatchTracker>());
        Producer producer = new(plan, caller, receipts, budget, next);
        if (!await producer.IssueAsync())
        {
            receipts.Write(Receipts.Idle);
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }

        ICustomerIoStatus status = host.Services.GetRequiredService<ICustomerIoStatus>();
        while (status.Figures is not { InMemory: 0, Stored: 0 })
        {
            await Task.Delay(LookAgain);
        }

        await host.StopAsync();
        receipts.Write(Receipts.Done);
        return 0;
    }

    /// <summary>Gives whether everything is issued; false when the budget ended first.</summary>
    private async Task<bool> IssueAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker))));
        return _next.Select((number, person) => number > _plan.Of(person).Count).All(static isDone => isDone);
    }

    private async Task WorkAsync(int worker)
    {
        bool hasMore = true;
        while (hasMore)
        {
            hasMore = false;
            for (int person = worker; person < _plan.People; person += Workers)
            {
                IReadOnlyList<PlannedOperation> operations = _plan.Of(person);
                if (_next[person] > operations.Count)
                {
                    continue;
                }

                if (Interlocked.Decrement(ref _budget) < 0)
                {
                    return;
                }

                hasMore = true;
                PlannedOperation operation = operations[_next[person] - 1];
                DeliveryResult result = await _caller.CallAsync(operation);
                _receipts.Write(person, operation.Number, result);
                _next[person]++;
            }
        }
    }
}
