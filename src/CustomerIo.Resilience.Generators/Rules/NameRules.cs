using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Rules;

/// <summary>What Customer.io says of names and numbers of members (Track API reference).</summary>
internal static class NameRules
{
    private const int MaxEventName = 100;
    private const int MaxMemberName = 150;
    private const int MaxAttributes = 300;

    public static void Check(
        TypeModel type,
        IReadOnlyList<(IPropertySymbol Property, MemberModel Model)> members,
        Location namePlace,
        Location typePlace,
        ICollection<Problem> problems)
    {
        if (type.Role is TypeRole.Event)
        {
            CheckEventName(type, namePlace, problems);
        }

        int written = members.Count(static member => !member.Model.IsAdditional);
        if (type.Role is TypeRole.Attributes && written > MaxAttributes)
        {
            problems.Add(new(Descriptors.TooManyAttributes, typePlace, type.DisplayType, written));
        }

        Dictionary<string, IPropertySymbol> seen = new(StringComparer.Ordinal);
        IPropertySymbol? additional = null;
        foreach ((IPropertySymbol property, MemberModel member) in members)
        {
            if (member.IsAdditional)
            {
                CheckAdditional(property, ref additional, problems);
                continue;
            }

            CheckMember(type.Role, property, member, problems);
            if (seen.TryGetValue(member.Name, out IPropertySymbol? other))
            {
                problems.Add(new(
                    Descriptors.MemberNameTwice, Symbols.PlaceOf(property), other.Name, property.Name, member.Name));
            }

            seen[member.Name] = property;
        }
    }

    private static void CheckEventName(TypeModel type, Location place, ICollection<Problem> problems)
    {
        string name = type.EventName.Trim();
        int length = NameStyle.LengthOf(name);
        if (length == 0)
        {
            problems.Add(new(Descriptors.EmptyName, place, type.DisplayType));
        }
        else if (length > MaxEventName)
        {
            problems.Add(new(Descriptors.NameTooLong, place, type.DisplayType, length));
        }
        else if (!NameStyle.IsSnakeCase(type.EventName) && NameStyle.ToSnakeCase(name) is var suggestion
            && NameStyle.IsSnakeCase(suggestion))
        {
            problems.Add(new(Descriptors.NotSnakeCase, place, type.EventName, suggestion) { Suggestion = suggestion });
        }
    }

    private static void CheckAdditional(IPropertySymbol property, ref IPropertySymbol? first, ICollection<Problem> problems)
    {
        if (first is not null)
        {
            problems.Add(new(
                Descriptors.WrongAdditional, Symbols.PlaceOf(property), property.Name, $"stands on '{first.Name}' already"));
        }

        first ??= property;
    }

    private static void CheckMember(TypeRole role, IPropertySymbol property, MemberModel member, ICollection<Problem> problems)
    {
        int length = NameStyle.LengthOf(member.Name);
        if (length is 0 or > MaxMemberName)
        {
            problems.Add(new(Descriptors.WrongMemberName, Symbols.PlaceOf(property), property.Name, length));
        }

        if (role is TypeRole.Event && member.Name is ("recipient" or "from_address" or "reply_to"))
        {
            problems.Add(new(Descriptors.ReservedData, Symbols.PlaceOf(property), member.Name));
        }

        if (role is TypeRole.Attributes && ReservedBecause(member) is { } reason)
        {
            problems.Add(new(Descriptors.ReservedAttribute, Symbols.PlaceOf(property), member.Name, reason));
        }
    }

    private static string? ReservedBecause(MemberModel member) => member.Name switch
    {
        "id" or "cio_id" or "anonymous_id" => "it is an identifier. Say who the person is in the call.",
        "_timestamp" or "_update" => "it is an instruction. Use IdentifyOptions.",
        "cio_relationships" => "it relates people to objects. Use AddRelationshipsAsync.",
        "created_at" when member.Value is not { Kind: ValueKind.Time, IsIso: false } =>
            "Customer.io reads it as Unix seconds. Use a DateTimeOffset without [CustomerIoIso8601].",
        _ => null,
    };
}
