using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>Reads the properties of a type that are written: the public ones, of base types first.</summary>
internal sealed class MemberReader(INamedTypeSymbol type, ICollection<Problem> problems)
{
    public IReadOnlyList<(IPropertySymbol Property, MemberModel Model)> Read()
    {
        List<(IPropertySymbol Property, MemberModel Model)> members = [];
        foreach (IPropertySymbol property in Properties())
        {
            AttributeData[] attributes = [.. AttributesOf(property)];
            if (attributes.Find(AttributeNames.Ignore) is null && Read(property, attributes) is { } member)
            {
                members.Add((property, member));
            }
        }

        return members;
    }

    private MemberModel? Read(IPropertySymbol property, AttributeData[] attributes)
    {
        bool isIso = Has(attributes, AttributeNames.Iso8601);
        bool isAdditional = attributes.Find(AttributeNames.Additional) is not null;
        ValueModel value = attributes.Find(AttributeNames.Json) is { } json
            ? ByContext(property.Type, json)
            : ValueReader.Read(property.Type, isIso);
        if (isAdditional && value.Kind is not ValueKind.Dictionary)
        {
            problems.Add(new(Descriptors.WrongAdditional, Symbols.PlaceOf(property), property.Name, "is no dictionary with string keys"));
            return null;
        }

        if (value.Kind is ValueKind.Unsupported)
        {
            problems.Add(new(Descriptors.UnsupportedType, Symbols.PlaceOf(property), property.Name, value.Type.Replace("global::", "")));
            return null;
        }

        if (IsDateTime(property.Type))
        {
            problems.Add(new(Descriptors.DateTimeMember, Symbols.PlaceOf(property), property.Name));
        }

        return new MemberModel(
            Symbols.EscapeKeyword(property.Name),
            Symbols.TextOf(attributes.Find(AttributeNames.Name)) ?? NameStyle.ToSnakeCase(property.Name),
            value,
            Has(attributes, AttributeNames.WriteNull),
            isAdditional);
    }

    private static ValueModel ByContext(ITypeSymbol type, AttributeData json)
    {
        ITypeSymbol bare = type.WithNullableAnnotation(NullableAnnotation.None);
        string? context = (Symbols.ArgumentOf(json) as ITypeSymbol)?.InFull();
        return context is null
            ? new ValueModel(ValueKind.Unsupported, bare.InFull())
            : new ValueModel(
                ValueKind.Context,
                bare.InFull(),
                IsReference: type.IsReferenceType,
                IsNullable: type.NullableAnnotation is NullableAnnotation.Annotated,
                Context: context);
    }

    // A property that overrides another keeps the other's place.
    private List<IPropertySymbol> Properties()
    {
        List<IPropertySymbol> properties = [];
        foreach (INamedTypeSymbol level in Levels().Reverse())
        {
            foreach (IPropertySymbol property in level.GetMembers().OfType<IPropertySymbol>().Where(IsWritten))
            {
                int hidden = properties.FindIndex(other => string.Equals(other.Name, property.Name, StringComparison.Ordinal));
                if (hidden < 0)
                {
                    properties.Add(property);
                }
                else
                {
                    properties[hidden] = property;
                }
            }
        }

        return properties;
    }

    private IEnumerable<INamedTypeSymbol> Levels()
    {
        for (INamedTypeSymbol? level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType)
        {
            yield return level;
        }
    }

    private static bool IsWritten(IPropertySymbol property) => property is
    {
        IsStatic: false,
        IsIndexer: false,
        DeclaredAccessibility: Accessibility.Public,
        GetMethod.DeclaredAccessibility: Accessibility.Public,
    };

    // In a record's head an attribute is one of the parameter.
    private static IEnumerable<AttributeData> AttributesOf(IPropertySymbol property) => property.GetAttributes().Concat(
        property.ContainingType.InstanceConstructors
            .SelectMany(static constructor => constructor.Parameters)
            .Where(parameter => string.Equals(parameter.Name, property.Name, StringComparison.Ordinal))
            .SelectMany(static parameter => parameter.GetAttributes()));

    private bool Has(AttributeData[] attributes, string name) =>
        attributes.Find(name) is not null || type.GetAttributes().Find(name) is not null;

    private static bool IsDateTime(ITypeSymbol type) => type.SpecialType is SpecialType.System_DateTime
        || Symbols.ArgumentOf(type, 0, 1)?.SpecialType is SpecialType.System_DateTime;
}
