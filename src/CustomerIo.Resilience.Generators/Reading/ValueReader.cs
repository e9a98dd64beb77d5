using CustomerIo.Resilience.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>Finds out how values of a type are written.</summary>
internal static class ValueReader
{
    /// <param name="type">The type of a member.</param>
    /// <param name="isIso">Whether its times are texts.</param>
    public static ValueModel Read(ITypeSymbol type, bool isIso) => Read(type, isIso, isEntry: false);

    private static ValueModel Read(ITypeSymbol type, bool isIso, bool isEntry)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Read(nullable.TypeArguments[0], isIso, isEntry) with { IsNullable = true };
        }

        ITypeSymbol bare = type.WithNullableAnnotation(NullableAnnotation.None);
        return ReadBare(bare, bare.InFull(), isIso, isEntry) with
        {
            IsReference = type.IsReferenceType,
            IsNullable = type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated },
        };
    }

    private static ValueModel ReadBare(ITypeSymbol type, string name, bool isIso, bool isEntry)
    {
        if (KindOf(type) is { } simple)
        {
            return new ValueModel(simple, name, IsIso: isIso && simple is ValueKind.Time);
        }

        if (type.TypeKind is TypeKind.Enum)
        {
            return new ValueModel(ValueKind.Enum, name, Names: new(NamesOf((INamedTypeSymbol)type)));
        }

        if (type is INamedTypeSymbol named && Symbols.RoleOf(named) is not null)
        {
            return new ValueModel(ValueKind.Data, name);
        }

        if (isEntry && type.SpecialType is SpecialType.System_Object)
        {
            return new ValueModel(ValueKind.Any, name);
        }

        return ReadMany(type, name, isIso);
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

    private static ValueModel ReadMany(ITypeSymbol type, string name, bool isIso)
    {
        if (ItemOf(type) is not { } item || item.SpecialType is SpecialType.System_Byte)
        {
            return new ValueModel(ValueKind.Unsupported, name);
        }

        bool isDictionary = item.Is("System.Collections.Generic", "KeyValuePair`2")
            && Symbols.ArgumentOf(item, 0, 2)?.SpecialType is SpecialType.System_String;
        ValueModel inner = Read(isDictionary ? Symbols.ArgumentOf(item, 1, 2)! : item, isIso, isEntry: isDictionary);
        return inner.Kind is ValueKind.Unsupported
            ? new ValueModel(ValueKind.Unsupported, inner.Type)
            : new ValueModel(isDictionary ? ValueKind.Dictionary : ValueKind.List, name, Item: inner);
    }

    // What foreach gives.
    private static ITypeSymbol? ItemOf(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1 } array
        ? array.ElementType
        : new[] { type }.Concat(type.AllInterfaces)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(static candidate =>
                candidate.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T)
            ?.TypeArguments[0];

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
