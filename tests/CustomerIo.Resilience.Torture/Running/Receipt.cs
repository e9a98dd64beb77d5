using System.Globalization;
using System.Runtime.InteropServices;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Torture.Running;

/// <summary>One line of a producer: what became of a call.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Receipt(int Person, int Number, string What)
{
    /// <summary>Reads a line; null for one that the kill cut off, and for one that is about no call.</summary>
    public static Receipt? Parse(string line) =>
        line.EndsWith(Receipts.EndMark)
        && line.TrimEnd(Receipts.EndMark).Split(' ') is [var person, var number, var what]
            ? new Receipt(
                int.Parse(person, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture), what)
            : null;
}
