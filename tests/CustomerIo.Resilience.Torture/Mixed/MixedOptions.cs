using System.Globalization;

namespace CustomerIo.Resilience.Torture.Mixed;

/// <summary>What the command line asks for after the word <c>mixed</c>.</summary>
internal sealed class MixedOptions
{
    public const string Verb = "mixed";

    public const string Usage = """
        Mixes all trouble in one run: operations that the server never takes, outages, random faults, dead letters that are
        replayed, kills, full disks, keys that are away, and clocks that jump; and checks that nothing acknowledged was lost,
        doubled, overtaken, brought back or held up.

        Usage: dotnet run -c Release --project tests/CustomerIo.Resilience.Torture -- mixed [options]

          --seed N             draws everything (default: 1)
          --seeds FROM-TO      one run after the other
          --store KIND         sqlite (default) or memory, which is not killed
          --durability MODE    WriteAhead (default with sqlite) or OnFailure
          --operations N       how many operations (default: 1200)
          --people N           of how many people, at least 6 (default: 80)
          --kills N            how often the process is killed (default: 5; 0 with --store memory)
          --log FILE           appends a line for each run; runs of --seeds that are in it are left out
          --roomy              leaves the store all its room; without it, some processes have one for a hundred or less
          --keep               keeps the store's file and what the library logged, although all is well

        The last line of a run counts what was acknowledged, and what became of it.
        Exit code: 0 the last five of all runs are 0; 1 they are not; 2 the arguments are wrong.
        """;

    public int FirstSeed { get; private set; } = 1;

    public int LastSeed { get; private set; } = 1;

    public bool IsInMemory { get; private set; }

    public Durability Durability { get; private set; } = Durability.WriteAhead;

    public int Operations { get; private set; } = 1_200;

    public int People { get; private set; } = 80;

    public int Kills { get; private set; } = 5;

    public string? Log { get; private set; }

    public bool IsRoomy { get; private set; }

    public bool KeepsFiles { get; private set; }

    public bool IsHelp { get; private set; }

    /// <summary>All but the seed, in a few words.</summary>
    public string Configuration => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsInMemory ? "memory" : "sqlite")} {Durability} {Operations} operations {People} people {Kills} kills{(IsRoomy ? " roomy" : string.Empty)}");

    /// <summary>Reads the options.</summary>
    /// <exception cref="FormatException">One of them is wrong; the message says which.</exception>
    public static MixedOptions Parse(IEnumerable<string> args)
    {
        MixedOptions options = new();
        bool hasDurability = false;
        int? kills = null;
        Queue<string> rest = new(args);
        while (rest.TryDequeue(out string? name))
        {
            switch (name)
            {
                case "--seed":
                    options.FirstSeed = options.LastSeed = Number(name, Value(rest, name), minimum: 0);
                    break;
                case "--seeds":
                    (options.FirstSeed, options.LastSeed) = Range(name, Value(rest, name));
                    break;
                case "--store":
                    options.IsInMemory = Choice(name, Value(rest, name), "sqlite", "memory") == "memory";
                    break;
                case "--durability":
                    options.Durability = Enum.Parse<Durability>(
                        Choice(name, Value(rest, name), Enum.GetNames<Durability>()));
                    hasDurability = true;
                    break;
                case "--operations":
                    options.Operations = Number(name, Value(rest, name), minimum: 100);
                    break;
                case "--people":
                    options.People = Number(name, Value(rest, name), minimum: 6);
                    break;
                case "--kills":
                    kills = Number(name, Value(rest, name), minimum: 0);
                    break;
                case "--log":
                    options.Log = Value(rest, name);
                    break;
                case "--roomy":
                    options.IsRoomy = true;
                    break;
                case "--keep":
                    options.KeepsFiles = true;
                    break;
                case "--help" or "-h" or "-?":
                    options.IsHelp = true;
                    break;
                default:
                    throw new FormatException($"'{name}' is not an option.");
            }
        }

        options.Settle(hasDurability, kills);
        return options;
    }

    private void Settle(bool hasDurability, int? kills)
    {
        Kills = kills ?? (IsInMemory ? 0 : Kills);
        if (!IsInMemory)
        {
            return;
        }

        Durability = hasDurability ? Durability : Durability.OnFailure;
        if (Kills > 0 || Durability is Durability.WriteAhead)
        {
            throw new FormatException("--store is memory, which allows neither --kills nor --durability WriteAhead.");
        }
    }

    private static string Value(Queue<string> rest, string name) => rest.TryDequeue(out string? value)
        ? value
        : throw new FormatException($"{name} needs a value.");

    private static int Number(string name, string value, int minimum) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new FormatException(
                $"{name} is '{value}'; a whole number from {minimum} to {int.MaxValue} is allowed.");

    private static (int From, int To) Range(string name, string value)
    {
        (int From, int To) range = value.Split('-') is [var from, var to]
            ? (Number(name, from, minimum: 0), Number(name, to, minimum: 0))
            : throw new FormatException($"{name} is '{value}'; two numbers are needed, such as 1-20.");
        return range.From <= range.To
            ? range
            : throw new FormatException($"{name} is '{value}'; the first number is the smaller one.");
    }

    private static string Choice(string name, string value, params string[] allowed) =>
        allowed.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new FormatException($"{name} is '{value}'; {string.Join(" or ", allowed)} is allowed.");
}
