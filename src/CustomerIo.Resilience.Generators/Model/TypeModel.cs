using System.Globalization;

namespace CustomerIo.Resilience.Generators.Model;

/// <summary>Everything that the source generated for a type depends on.</summary>
/// <param name="Role">What it is.</param>
/// <param name="EventName">The name of an event.</param>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Type">The type in full, with <c>global::</c>.</param>
/// <param name="Declarations">The types around it and itself, such as <c>partial record Order</c>.</param>
/// <param name="Members">What is written, in order.</param>
internal sealed record TypeModel(
    TypeRole Role,
    string EventName,
    string Namespace,
    string Type,
    EquatableList<string> Declarations,
    EquatableList<MemberModel> Members)
{
    /// <summary>The type as people write it.</summary>
    public string DisplayType => Type.Substring("global::".Length).Replace("@", string.Empty);

    /// <summary>Names of generated files differ in more than letter case, so the case goes into a number.</summary>
    public string FileName => $"{DisplayType}.{CaseOf(DisplayType).ToString("x8", CultureInfo.InvariantCulture)}.g.cs";

    // FNV-1a; the same on every machine, as generated files should be.
    private static uint CaseOf(string text) =>
        text.Aggregate(2_166_136_261, static (hash, character) => unchecked((hash ^ character) * 16_777_619));
}
