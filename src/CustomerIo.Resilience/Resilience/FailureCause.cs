using System.Globalization;
using System.Runtime.InteropServices;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Resilience;

/// <summary>A failure in a word or two, without any data of the call.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FailureCause(int Status, FailureKind Kind)
{
    public override string ToString() => Kind == FailureKind.None
        ? string.Create(CultureInfo.InvariantCulture, $"HTTP {Status}")
        : Kind.ToString();
}
