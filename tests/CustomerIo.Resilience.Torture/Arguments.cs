using System.Globalization;

namespace CustomerIo.Resilience.Torture;

/// <summary>What the command line asks for.</summary>
internal sealed class Arguments
{
    public const string Usage = """
        Kills a process that sends operations through CustomerIo.Resilience with SIGKILL, again and again, while
        the server fails, hangs, refuses and goes down, and checks that nothing acknowledged was lost.

        Usage: dotnet run -c Release --project tests/CustomerIo.Resilience.Torture -- [options]

          --seed N             draws operations, faults, outages and the moments of the kills (default: 1)
          --operations N       how many operations (default: 1000)
          --people N           of how many people, at most --operations (default: 100)
          --kills N            how often the process is killed (default: 10)
          --durability MODE    WriteAhead (default) or OnFailure
          --synchronous MODE   Full (default) or Normal
          --help               shows this

        The word mixed before the options runs another program, which mixes all trouble: mixed --help shows it.

        The last line counts what was acknowledged, delivered, lost, duplicated, reordered and resurrected.
        Exit code: 0 the last four are 0; 1 they are not; 2 the arguments are wrong.
        """;

    public int Seed { get; private set; } = 1;

    public int Operations { get; private set; } = 1_000;

    public int People { get; private set; } = 100;

    public int Kills { get; private set; } = 10;

    public Durability Durability { get; private set; } = Durability.WriteAhead;

    public SqliteSynchronous Synchronous { get; private set; } = SqliteSynchronous.Full;

    public bool IsHelp { get; private set; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One of them is wrong; the message says which.</exception>
    public static Arguments Parse(IEnumerable<string> args)
    {
        Arguments arguments = new();
        Queue<string> rest = new(args);
        while (rest.TryDequeue(out string? name))
        {
            switch (name)
            {
                case "--seed":
                    arguments.Seed = Number(rest, name, minimum: 0);
                    break;
                case "--operations":
                    arguments.Operations = Number(rest, name, minimum: 1);
                    break;
                case "--people":
                    arguments.People = Number(rest, name, minimum: 1);
                    break;
                case "--kills":
                    arguments.Kills = Number(rest, name, minimum: 0);
                    break;
                case "--durability":
                    arguments.Durability = Choice<Durability>(rest, name);
                    break;
                case "--synchronous":
                    arguments.Synchronous = Choice<SqliteSynchronous>(rest, name);
                    break;
                case "--help" or "-h" or "-?":
                    arguments.IsHelp = true;
                    break;
                default:
                    throw new FormatException($"'{name}' is not an option.");
            }
        }

        return arguments.People <= arguments.Operations
            ? arguments
            : throw new FormatException(
                $"--people is {arguments.People}, more than --operations, which is {arguments.Operations}.");
    }

    private static string Value(Queue<string> rest, string name) => rest.TryDequeue(out string? value)
        ? value
        : throw new FormatException($"{name} needs a value.");

    private static int Number(Queue<string> rest, string name, int minimum)
    {
        string value = Value(rest, name);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new FormatException(
                $"{name} is '{value}'; a whole number from {minimum} to {int.MaxValue} is allowed.");
    }

    private static T Choice<T>(Queue<string> rest, string name)
        where T : struct, Enum
    {
        string value = Value(rest, name);
        return Array.IndexOf(Enum.GetNames<T>(), value) >= 0
            ? Enum.Parse<T>(value)
            : throw new FormatException($"{name} is '{value}'; {string.Join(" or ", Enum.GetNames<T>())} is allowed.");
    }
}
