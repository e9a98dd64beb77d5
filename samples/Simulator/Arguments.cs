using System.Globalization;
using CustomerIo.Resilience.Testing;

namespace Simulator;

/// <summary>The command line.</summary>
internal sealed class Arguments
{
    public const string Usage =
        """
        Options:
          --port <number>     the port on 127.0.0.1; 0 takes a free one. Default: 8787
          --region us|eu      the workspace's region. Default: us
          --latency <time>    wait before each answer, such as 50ms or 2s. Default: none
          --errors <share>    the share of requests that fail, from 0 to 1. Default: 0
          --seed <number>     what the failures are drawn from. Default: 1
          --help              this text
        """;

    public int Port { get; private set; } = 8787;

    public SimulatorRegion Region { get; private set; } = SimulatorRegion.Us;

    public TimeSpan Latency { get; private set; }

    public double Errors { get; private set; }

    public ulong Seed { get; private set; } = 1;

    public bool IsHelp { get; private set; }

    public static bool TryParse(string[] args, out Arguments arguments, out string problem)
    {
        arguments = new Arguments();
        problem = string.Empty;
        for (var i = 0; i < args.Length && problem.Length == 0; i++)
        {
            if (args[i] is "--help" or "-h")
            {
                arguments.IsHelp = true;
            }
            else if (args[i] is not ("--port" or "--region" or "--latency" or "--errors" or "--seed"))
            {
                problem = $"Unknown option {args[i]}.";
            }
            else if (i + 1 == args.Length)
            {
                problem = $"{args[i]} needs a value.";
            }
            else if (!arguments.TrySet(args[i], args[i + 1]))
            {
                problem = $"{args[i]} cannot be {args[i + 1]}.";
            }
            else
            {
                i++;
            }
        }

        return problem.Length == 0;
    }

    /// <summary>
    /// Half of the failures are a 503, the rest resets after acceptance and a 429: what a client has to be ready for.
    /// </summary>
    public void Apply(FaultPlan faults)
    {
        if (Errors > 0)
        {
            faults.Random(
                Seed,
                (Errors / 2, Fault.ServiceUnavailable().WithLatency(Latency)),
                (Errors / 4, Fault.ResetAfterAcceptance().WithLatency(Latency)),
                (Errors / 4, Fault.TooManyRequests().WithLatency(Latency)));
        }

        if (Latency > TimeSpan.Zero)
        {
            faults.Random(Seed, (1, Fault.Latency(Latency)));
        }
    }

    private bool TrySet(string name, string value)
    {
        switch (name)
        {
            case "--port":
                Port = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : -1;
                return Port is >= 0 and <= 65535;
            case "--region":
                Region = value is "eu" ? SimulatorRegion.Eu : SimulatorRegion.Us;
                return value is "us" or "eu";
            case "--latency":
                return TryTime(value);
            case "--errors":
                Errors = TryDecimal(value, out var share) ? share : -1;
                return Errors is >= 0 and <= 1;
            default:
                Seed = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 0;
                return Seed > 0;
        }
    }

    private static bool TryDecimal(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private bool TryTime(string text)
    {
        var isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        var number = isMilliseconds ? text[..^2] : text.TrimEnd('s');
        if (!text.EndsWith('s') || !TryDecimal(number, out var amount) || amount > 3600)
        {
            return false;
        }

        Latency = isMilliseconds ? TimeSpan.FromMilliseconds(amount) : TimeSpan.FromSeconds(amount);
        return true;
    }
}
