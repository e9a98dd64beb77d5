using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CustomerIo.Resilience.Generators.Plan;

/// <summary>The tracking plan of a project: the file customerio.plan.json among its additional files.</summary>
internal sealed class TrackingPlan
{
    public const string FileName = "customerio.plan.json";

    private static readonly string[] Types = ["string", "integer", "number", "boolean", "time", "array", "object", "any"];

    private readonly string _path;
    private readonly SourceText _text;

    private TrackingPlan(string path, SourceText text)
    {
        _path = path;
        _text = text;
    }

    /// <summary>The events by name.</summary>
    public Dictionary<string, PlannedEvent> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the file, and where.</summary>
    public PlanException? Problem { get; private set; }

    /// <summary>The plan among these files; null if there is none.</summary>
    public static TrackingPlan? Find(IEnumerable<AdditionalText> files, string path, CancellationToken cancellationToken)
    {
        AdditionalText? file = files.FirstOrDefault(file => path.Length > 0
            ? string.Equals(Slashed(file.Path), Slashed(path), StringComparison.OrdinalIgnoreCase)
            : string.Equals(Path.GetFileName(file.Path), FileName, StringComparison.OrdinalIgnoreCase));
        return file?.GetText(cancellationToken) is { } text ? Read(file.Path, text) : null;
    }

    public static TrackingPlan Read(string path, SourceText text)
    {
        TrackingPlan plan = new(path, text);
        try
        {
            plan.Read(new JsonCursor(text.ToString()));
        }
        catch (PlanException problem)
        {
            plan.Problem = problem;
        }

        return plan;
    }

    public Location PlaceOf(TextSpan span) => Location.Create(_path, span, _text.Lines.GetLinePositionSpan(span));

    /// <summary>Whether a member of a type is what the plan says; <c>any</c> is everything, with or without a question mark.</summary>
    public static bool Fits(string planned, string actual) => IsOptional(planned) == IsOptional(actual)
        && (string.Equals(BareType(planned), "any", StringComparison.Ordinal) || string.Equals(planned, actual, StringComparison.Ordinal));

    private static string Slashed(string path) => path.Replace('\\', '/');

    private static bool IsOptional(string type) => type.EndsWith("?", StringComparison.Ordinal);

    private static string BareType(string type) => IsOptional(type) ? type.Substring(0, type.Length - 1) : type;

    private void Read(JsonCursor json)
    {
        bool hasEvents = false;
        json.ReadObject((name, _) =>
        {
            if (!string.Equals(name, "events", StringComparison.Ordinal))
            {
                json.Skip();
                return;
            }

            hasEvents = true;
            json.ReadObject((eventName, place) => ReadEvent(json, eventName, place));
        });
        json.End();
        if (!hasEvents)
        {
            throw new PlanException("It has no \"events\".", default);
        }
    }

    private void ReadEvent(JsonCursor json, string name, TextSpan place)
    {
        Dictionary<string, string> members = new(StringComparer.Ordinal);
        json.ReadObject((member, memberPlace) =>
        {
            string type = json.ReadString();
            if (!Types.Contains(BareType(type), StringComparer.Ordinal))
            {
                throw new PlanException(
                    $"'{type}' is no type. Use {string.Join(", ", Types)}, with ? where a member may be missing.", memberPlace);
            }

            if (members.ContainsKey(member))
            {
                throw new PlanException($"The member '{member}' is there twice.", memberPlace);
            }

            members.Add(member, type);
        });
        if (Events.ContainsKey(name))
        {
            throw new PlanException($"The event '{name}' is there twice.", place);
        }

        Events.Add(name, new PlannedEvent(name, place, members));
    }
}
