using System.Globalization;
using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>What the command line asks for.</summary>
internal sealed class Arguments
{
    public const string Usage = """
        Sends a file of operations through CustomerIo.Resilience, by default to a simulator of Customer.io
        in this process that fails now and then and goes down in the middle, and checks that nothing was
        lost, doubled or put out of order.

        Usage: dotnet run --project samples/QuickStart -- [options]

          --file PATH    operations to send, one JSON object a line (default: operations.ndjson, shipped)
          --seed N       varies faults, outage and the share sent in the background (default: 1)
          --rate N       operations a second at most; 0 is as fast as possible (default: 600)
          --kill         sends from a process that is killed (SIGKILL) again and again, and started again
          --live         sends to Customer.io itself: needs --file, CUSTOMERIO_SITE_ID and
                         CUSTOMERIO_TRACK_API_KEY (and CUSTOMERIO_REGION=eu for a European workspace)
          --generate N   writes a new file of N operations to the output, made from --seed, and ends
          --help         shows this

        Exit code: 0 all is well; 1 something was lost, doubled, put out of order, refused or left
        undelivered; 2 the arguments are wrong; 130 stopped by Ctrl+C.
        """;

    public string File { get; private set; } = OperationFile.Shipped;

    public int Seed { get; private set; } = 1;

    public int Rate { get; private set; } = 600;

    /// <summary>How many operations to invent; null to send some.</summary>
    public int? Generate { get; private set; }

    public bool IsLive { get; private set; }

    public bool IsKill { get; private set; }

    /// <summary>The store of a process that was started to be killed; null in every other.</summary>
    public string? ChildStore { get; private set; }

    public bool IsHelp { get; private set; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One of them is wrong; the message says which.</exception>
    public static Arguments Parse(IEnumerable<string> args)
    {
        Arguments arguments = new();
        bool hasFile = false;
        Queue<string> rest = new(args);
        while (rest.TryDequeue(out string? name))
        {
            switch (name)
            {
                case "--file":
                    (arguments.File, hasFile) = (Value(rest, name), true);
                    break;
                case "--seed":
                    arguments.Seed = Number(rest, name, minimum: 0);
                    break;
                case "--rate":
                    arguments.Rate = Number(rest, name, minimum: 0);
                    break;
                case "--generate":
                    arguments.Generate = Number(rest, name, minimum: 1);
                    break;
                case "--kill":
                    arguments.IsKill = true;
                    break;
                case "--child":
                    arguments.ChildStore = Value(rest, name);
                    break;
                case "--live":
                    arguments.IsLive = true;
                    break;
                case "--help" or "-h" or "-?":
                    arguments.IsHelp = true;
                    break;
                default:
                    throw new FormatException($"'{name}' is not an option.");
            }
        }

        if (arguments is { IsLive: true, IsKill: true })
        {
            throw new FormatException("--kill is for the simulator: only there can what arrived be checked.");
        }

        return arguments.IsLive && !hasFile
            ? throw new FormatException(
                "--live needs --file: the shipped operations would put invented people into your workspace.")
            : arguments;
    }

    private static string Value(Queue<string> rest, string name) => rest.TryDequeue(out string? value)
        ? value
        : throw new FormatException($"{name} needs a value.");

    private static int Number(Queue<string> rest, string name, int minimum)
    {
        string value = Value(rest, name);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new FormatException($"{name} is '{value}'; a whole number from {minimum} to {int.MaxValue} is allowed.");
    }
}
