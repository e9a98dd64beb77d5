using System.Globalization;

namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>How a seed went; a line of the log.</summary>
internal sealed record RunRecord(int Seed, string Configuration, string LastLine, TimeSpan Lasted, bool IsClean)
{
    private const char Separator = '\t';

    /// <summary>What a line begins with that is about a seed and a configuration.</summary>
    public static string HeadOf(int seed, string configuration) =>
        string.Create(CultureInfo.InvariantCulture, $"{seed}{Separator}{configuration}{Separator}");

    public override string ToString() => HeadOf(Seed, Configuration)
        + string.Create(CultureInfo.InvariantCulture, $"{LastLine}{Separator}{Lasted.TotalSeconds:F1} s");
}
