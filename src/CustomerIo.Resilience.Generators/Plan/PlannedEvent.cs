using Microsoft.CodeAnalysis.Text;

namespace CustomerIo.Resilience.Generators.Plan;

/// <summary>An event of the tracking plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where the file says its name.</param>
/// <param name="Members">Its members and their types; <c>*</c> stands for any others.</param>
internal sealed record PlannedEvent(string Name, TextSpan Place, IReadOnlyDictionary<string, string> Members)
{
    /// <summary>Whether it may have members that the plan does not name.</summary>
    public bool IsOpen => Members.ContainsKey("*");
}
