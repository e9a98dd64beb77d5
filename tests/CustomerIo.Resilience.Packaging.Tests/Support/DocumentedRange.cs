using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>The range of an option whose class has it in its XML documentation only: "From 1 s to 8 days."</summary>
internal static partial class DocumentedRange
{
    public static string? Of(PropertyInfo option)
    {
        Match range = Range().Match(SummaryOf(option));
        return range.Success ? $"{Short(range.Groups["from"].Value)} to {Short(range.Groups["to"].Value)}" : null;
    }

    private static string SummaryOf(PropertyInfo option)
    {
        XDocument documentation = XDocument.Load(Path.ChangeExtension(option.DeclaringType!.Assembly.Location, ".xml"));
        XElement summary = documentation.Descendants("member")
            .Single(member => member.Attribute("name")!.Value.Equals(
                $"P:{option.DeclaringType.FullName}.{option.Name}", StringComparison.Ordinal))
            .Element("summary")!;
        foreach (XElement reference in summary.Elements("see").Where(static see => see.Attribute("cref") is not null))
        {
            reference.Value = $"`{reference.Attribute("cref")!.Value.Split('.')[^1]}`";
        }

        return string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Short(string bound) => Unit().Replace(
        bound, static unit => unit.Value.StartsWith("day", StringComparison.Ordinal) ? "d" : "min");

    [GeneratedRegex(@"From (?<from>\S.*?) to (?<to>\S.*?)\.(?=\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(days?|minutes?)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unit();
}
