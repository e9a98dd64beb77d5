using BenchmarkDotNet.Running;
using CustomerIo.Resilience.Benchmarks.Durable;
using CustomerIo.Resilience.Benchmarks.Micro;
using CustomerIo.Resilience.Benchmarks.Throughput;

return args switch
{
    [LoadServer.Argument] => await LoadServer.RunAsync(Console.In, Console.Out),
    ["throughput", .. var rest] => await ThroughputProgram.RunAsync(ThroughputOptions.Parse(rest), Console.Out),
    ["durable", .. var rest] => await DurableProgram.RunAsync(DurableOptions.Parse(rest), Console.Out),
    _ => RunMicroBenchmarks(args),
};

static int RunMicroBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(InProcessConfig).Assembly).Run(args, new InProcessConfig());
    return 0;
}
