using System.Globalization;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>What a producer is told on its command line; not meant for people.</summary>
internal sealed record ProducerArguments(
    Uri Server, string File, int Seed, int Operations, int People, Durability Durability, SqliteSynchronous Synchronous)
{
    public static ProducerArguments Parse(string[] args) => args is [var server, var file, var seed, var operations,
        var people, var durability, var synchronous]
        ? new ProducerArguments(
            new Uri(server),
            file,
            int.Parse(seed, CultureInfo.InvariantCulture),
            int.Parse(operations, CultureInfo.InvariantCulture),
            int.Parse(people, CultureInfo.InvariantCulture),
            Enum.Parse<Durability>(durability),
            Enum.Parse<SqliteSynchronous>(synchronous))
        : throw new FormatException($"A producer takes 7 arguments, and got {args.Length}.");

    public IEnumerable<string> ToCommandLine() =>
    [
        Server.ToString(),
        File,
        Seed.ToString(CultureInfo.InvariantCulture),
        Operations.ToString(CultureInfo.InvariantCulture),
        People.ToString(CultureInfo.InvariantCulture),
        Durability.ToString(),
        Synchronous.ToString(),
    ];
}
