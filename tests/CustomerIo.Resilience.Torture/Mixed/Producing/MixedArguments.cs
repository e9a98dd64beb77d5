using System.Globalization;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>What a producer of a mixed run is told on its command line; not meant for people.</summary>
/// <param name="Server">The address of the server.</param>
/// <param name="File">The store's file; empty for the store in memory.</param>
/// <param name="Seed">Draws the operations.</param>
/// <param name="Operations">How many.</param>
/// <param name="People">Of how many people.</param>
/// <param name="Durability">When operations reach the store.</param>
/// <param name="MaxCount">The most that the store keeps; 0 leaves it to the store.</param>
/// <param name="Length">How long the pauses between the calls of a stream are together, in milliseconds.</param>
/// <param name="Errors">The file that the library's errors are written to; empty for none.</param>
internal sealed record MixedArguments(
    Uri Server,
    string File,
    int Seed,
    int Operations,
    int People,
    Durability Durability,
    int MaxCount,
    int Length,
    string Errors)
{
    private const string Memory = "-";

    public static MixedArguments Parse(string[] args) => args is [var server, var file, var seed, var operations, var people,
        var durability, var maxCount, var length, var errors]
        ? new MixedArguments(
            new Uri(server),
            file == Memory ? string.Empty : file,
            Number(seed),
            Number(operations),
            Number(people),
            Enum.Parse<Durability>(durability),
            Number(maxCount),
            Number(length),
            errors)
        : throw new FormatException($"A producer of a mixed run takes 9 arguments, and got {args.Length}.");

    public IEnumerable<string> ToCommandLine() =>
    [
        Server.ToString(),
        File.Length == 0 ? Memory : File,
        Text(Seed),
        Text(Operations),
        Text(People),
        Durability.ToString(),
        Text(MaxCount),
        Text(Length),
        Errors,
    ];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
