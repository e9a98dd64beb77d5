using CustomerIo.Resilience.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>Finds out how values of a type are written.</summary>
internal static class ValueReader
{
    // Some types are lists of themselves, as the nodes of JSON libraries are.
    private const int MaxDepth = 16;

    /// <param name="type">The type of a member.</param>
    /// <param name="isIso">Whether its times are texts.</param>
    public static ValueModel Read(ITypeSymbol type, bool isIso) => Read(type, isIso, isEntry: false, depth: 0);

    private static ValueModel Read(ITypeSymbol type, bool isIso, bool isEntry, int depth)
    {
        if (Symbols.ValueOfNullable(type) is { } present)
        {
            return Read(present, isIso, isEntry, depth) with { IsNullable = true };
        }

        ITypeSymbol bare = type.WithNullableAnnotation(NullableAnnotation.None);
        return ReadBare(bare, bare.InFull(), isIso, isEntry, depth) with
        {
            IsReference = type.IsReferenceType,
            IsNullable = type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated },
        };
    }

    private static ValueModel ReadBare(ITypeSymbol type, string name, bool isIso, bool isEntry, int depth)
    {
        if (KindOf(type) is { } simple)
        {
            return new ValueModel(simple, name, IsIso: isIso && simple is ValueKind.Time);
        }

        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } symbols)
        {
            return new ValueModel(ValueKind.Enum, name, Number: underlying.InFull(), Names: new(NamesOf(symbols)));
        }

        if (type is INamedTypeSymbol named && Symbols.RoleOf(named) is not null)
        {
            return new ValueModel(ValueKind.Data, name);
        }

        if (isEntry && type.SpecialType is SpecialType.System_Object)
        {
            return new ValueModel(ValueKind.Any, name);
        }

        return depth < MaxDepth ? ReadMany(type, name, isIso, depth + 1) : new ValueModel(ValueKind.Unsupported, name);
    }

    private static ValueKind? KindOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String or SpecialType.System_Char => ValueKind.Text,
        SpecialType.System_Boolean => ValueKind.Boolean,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64
            or SpecialType.System_UInt64 => ValueKind.Integer,
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => ValueKind.Number,
        SpecialType.System_DateTime => ValueKind.Time,
        _ when type.Is("System", "DateTimeOffset") || type.Is("System", "DateOnly") => ValueKind.Time,
        _ when type.Is("System", "Guid") || type.Is("System", "Uri") => ValueKind.Text,
        _ when type.Is("System.Text.Json", "JsonElement") || IsJsonNode(type) => ValueKind.Json,
        _ => null,
    };

    private static bool IsJsonNode(ITypeSymbol? type)
    {
        while (type is not null && !type.Is("System.Text.Json.Nodes", "JsonNode"))
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    private static ValueModel ReadMany(ITypeSymbol type, string name, bool isIso, int depth)
    {
        if (ItemOf(type) is not { } item || item.SpecialType is SpecialType.System_Byte)
        {
            return new ValueModel(ValueKind.Unsupported, name);
        }

        bool isDictionary = item.Is("System.Collections.Generic", "KeyValuePair`2")
            && Symbols.ArgumentOf(item, 0, 2)?.SpecialType is SpecialType.System_String;
        ValueModel inner = Read(isDictionary ? Symbols.ArgumentOf(item, 1, 2)! : item, isIso, isEntry: isDictionary, depth);
        return inner.Kind is ValueKind.Unsupported
            ? new ValueModel(ValueKind.Unsupported, inner.Type)
            : new ValueModel(isDictionary ? ValueKind.Dictionary : ValueKind.List, name, Item: inner)
            {
                Items = IsWellKnown(type) ? string.Empty : $"global::System.Collections.Generic.IEnumerable<{item.InFull()}>",
                Presence = PresenceOf(type),
            };
    }

    // What it is a list of; of two things at once it is none.
    private static ITypeSymbol? ItemOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return array.ElementType;
        }

        INamedTypeSymbol[] lists =
        [
            .. new[] { type }.Concat(type.AllInterfaces).OfType<INamedTypeSymbol>().Where(static candidate =>
                candidate.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T),
        ];
        return lists.Length == 1 ? lists[0].TypeArguments[0] : null;
    }

    // foreach finds the same items there, without an enumerator on the heap; somebody else's type may have any enumerator.
    private static bool IsWellKnown(ITypeSymbol type) => type is IArrayTypeSymbol
        || type.ContainingNamespace.ToDisplayString().StartsWith("System.Collections.", StringComparison.Ordinal);

    // These structs throw when nothing was ever put in them.
    private static string PresenceOf(ITypeSymbol type) => type switch
    {
        _ when type.Is("System.Collections.Immutable", "ImmutableArray`1") => "!{0}.IsDefault",
        _ when type.Is("System", "ArraySegment`1") => "{0}.Array is not null",
        _ => string.Empty,
    };

    // Two names of one number would be two cases of one switch.
    private static IEnumerable<EnumName> NamesOf(INamedTypeSymbol type) => type.GetMembers()
        .OfType<IFieldSymbol>()
        .Where(static field => field.HasConstantValue)
        .GroupBy(static field => field.ConstantValue)
        .Select(static group => group.First())
        .Select(field => new EnumName(
            $"{type.InFull()}.{Symbols.EscapeKeyword(field.Name)}",
            Symbols.TextOf(field.GetAttributes().Find(AttributeNames.Name)) ?? NameStyle.ToSnakeCase(field.Name)));
}
