using System.Globalization;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>Where the random tests begin: always the same, or where CUSTOMERIO_SEED says, to look further or to repeat.</summary>
internal static class Seed
{
    public static int Value { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("CUSTOMERIO_SEED"), CultureInfo.InvariantCulture, out int given) ? given : 20_261_121;
}
