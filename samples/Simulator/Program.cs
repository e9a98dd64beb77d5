// Customer.io on this machine, for development without an account:
//
//     dotnet run --project samples/Simulator -- --port 8787 --latency 50ms --seed 1 --errors 0.05
//
// Prints its addresses and credentials, then one line per request; Ctrl+C stops it.

using CustomerIo.Resilience.Testing;
using Simulator;

if (!Arguments.TryParse(args, out var arguments, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

if (arguments.IsHelp)
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

CustomerIoSimulator simulator;
try
{
    simulator = await CustomerIoSimulator.StartAsync(
        new CustomerIoSimulatorOptions
        {
            Port = arguments.Port,
            Region = arguments.Region,
            RecordBodies = false,
            MaxRecordedRequests = 0,
            OnRequest = RequestLine.Print,
        },
        stop.Token);
}
catch (IOException exception)
{
    await Console.Error.WriteLineAsync(
        $"Port {arguments.Port} cannot be used: {exception.Message} Choose another with --port, or 0 for a free one.");
    return 1;
}

await using (simulator)
{
    arguments.Apply(simulator.Faults);
    Console.WriteLine(
        $"""
        Customer.io simulator ({arguments.Region.ToString().ToUpperInvariant()})
          Track API     {simulator.TrackAddress}
          App API       {simulator.ApiAddress}
          other region  {simulator.OtherRegionAddress}
          Site ID       {simulator.SiteId}
          Track API key {simulator.TrackApiKey}
          App API key   {simulator.AppApiKey}
        Ctrl+C stops it.
        """);
    try
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine(
            $"Stopped after {simulator.RequestCount} requests, {simulator.OperationCount} operations and "
            + $"{simulator.PersonCount} people.");
    }
}

return 0;
