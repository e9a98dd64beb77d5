using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Whom a trigger is for: exactly one of the documented forms.</summary>
internal sealed class BroadcastAudience
{
    private static readonly string[] Forms = ["recipients", "emails", "ids", "per_user_data", "data_file_url"];

    private BroadcastAudience(string form) => Form = form;

    public string Form { get; }

    /// <summary>Null, and what is wrong, when the body gives none of the forms properly.</summary>
    public static BroadcastAudience? Read(JsonElement body, out string problem)
    {
        problem = string.Empty;
        string[] given = [.. Forms.Where(form => body.TryGet(form, out _))];
        if (given.Length > 1)
        {
            problem = $"give one of {string.Join(", ", given)}";
            return null;
        }

        if (given is [var form] && Check(form, body.GetProperty(form)) is { } wrong)
        {
            problem = wrong;
            return null;
        }

        return new BroadcastAudience(given.FirstOrDefault() ?? "default");
    }

    /// <summary>
    /// Finds the recipients. People who do not exist make the broadcast fail, unless the body says to skip them.
    /// </summary>
    public (IReadOnlyList<string> Recipients, IReadOnlyList<string> Errors) Resolve(
        Workspace workspace, JsonElement body) => Form switch
    {
        "recipients" when CustomerFilter.Parse(body.GetProperty(Form)) is { } filter =>
            ([.. workspace.AllPeople.Where(person => filter(workspace, person)).Select(person => person.CioId)], []),
        "emails" => Lookup(
            workspace, Keys(body.GetProperty(Form), IdentifierKind.Email), body.IsTrue("email_ignore_missing")),
        "ids" => Lookup(workspace, Keys(body.GetProperty(Form), IdentifierKind.Id), body.IsTrue("id_ignore_missing")),
        "per_user_data" => Lookup(
            workspace,
            body.GetProperty(Form).EnumerateArray().Select(UserKey),
            body.IsTrue("id_ignore_missing") || body.IsTrue("email_ignore_missing")),
        _ => ([], []),
    };

    private static string? Check(string form, JsonElement value) => form switch
    {
        "recipients" when CustomerFilter.Parse(value) is null => "recipients must be a filter with a condition",
        "data_file_url" when value.ValueKind != JsonValueKind.String => "data_file_url must be a string",
        "emails" or "ids" or "per_user_data" when value.ValueKind != JsonValueKind.Array => $"{form} must be an array",
        "emails" or "ids" or "per_user_data" when value.GetArrayLength() is 0 or > Limits.BroadcastRecipients =>
            $"{form} takes 1 to {Limits.BroadcastRecipients} people",
        "emails" or "ids" when value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String) =>
            $"{form} must hold strings",
        "per_user_data" when value.EnumerateArray().Any(item => UserKey(item).Kind == IdentifierKind.None) =>
            "each entry of per_user_data needs an id or an email",
        _ => null,
    };

    private static IEnumerable<PersonKey> Keys(JsonElement values, IdentifierKind kind) =>
        values.EnumerateArray().Select(value => new PersonKey(kind, value.GetString()!));

    private static PersonKey UserKey(JsonElement entry)
    {
        if (entry.Text("id") is { } id)
        {
            return PersonKey.Id(id);
        }

        return entry.Text("email") is { } email ? PersonKey.Email(email) : PersonKey.None;
    }

    private static (IReadOnlyList<string> Recipients, IReadOnlyList<string> Errors) Lookup(
        Workspace workspace, IEnumerable<PersonKey> keys, bool ignoreMissing)
    {
        var found = new List<string>();
        var errors = new List<string>();
        foreach (var key in keys)
        {
            if (workspace.FindPerson(key) is { } person)
            {
                found.Add(person.CioId);
            }
            else if (!ignoreMissing)
            {
                errors.Add($"person not found: {key.Value}");
            }
        }

        return errors.Count > 0 ? ([], errors) : (found, errors);
    }
}
