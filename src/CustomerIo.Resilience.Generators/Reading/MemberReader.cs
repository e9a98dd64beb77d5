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
            ? ByContext(property, json)
            : ValueReader.Read(property.Type, isIso);
        if (isAdditional && value.Kind is not ValueKind.Dictionary)
        {
            problems.Add(new(Descriptors.WrongAdditional, Symbols.PlaceOf(property, type), property.Name, "is no dictionary with string keys"));
            return null;
        }

        if (value.Kind is ValueKind.Context && value.Context is null)
        {
            problems.Add(new(Descriptors.WrongContext, Symbols.PlaceOf(property, type), property.Name));
            return null;
        }

        if (value.Kind is ValueKind.Unsupported)
        {
            problems.Add(new(Descriptors.UnsupportedType, Symbols.PlaceOf(property, type), property.Name, value.Type.Replace("global::", "")));
            return null;
        }

        if (IsDateTime(value))
        {
            problems.Add(new(Descriptors.DateTimeMember, Symbols.PlaceOf(property, type), property.Name));
        }

        return new MemberModel(
            Symbols.EscapeKeyword(property.Name),
            Symbols.TextOf(attributes.Find(AttributeNames.Name)) ?? NameStyle.ToSnakeCase(property.Name),
            value,
            Has(attributes, AttributeNames.WriteNull),
            isAdditional);
    }

    private static ValueModel ByContext(IPropertySymbol property, AttributeData json)
    {
        ITypeSymbol type = Symbols.ValueOfNullable(property.Type) ?? property.Type;
        bool isContext = Symbols.ArgumentOf(json) is INamedTypeSymbol { IsUnboundGenericType: false } given
            && given.BaseType.Is("System.Text.Json.Serialization", "JsonSerializerContext")
            && type.TypeKind is not TypeKind.Dynamic;
        return new ValueModel(
            ValueKind.Context,
            type.WithNullableAnnotation(NullableAnnotation.None).InFull(),
            IsReference: type.IsReferenceType,
            IsNullable: property.Type.NullableAnnotation is NullableAnnotation.Annotated,
            Context: isContext ? ((INamedTypeSymbol)Symbols.ArgumentOf(json)!).InFull() : null);
    }

    // A property that overrides another keeps the other's place; one that is hidden is not there.
    private List<IPropertySymbol> Properties()
    {
        List<IPropertySymbol> properties = [];
        foreach (INamedTypeSymbol level in Levels().Reverse())
        {
            properties.RemoveAll(property => level.GetMembers(property.Name).Any(static member => !member.IsOverride));
            foreach (IPropertySymbol property in level.GetMembers().OfType<IPropertySymbol>().Where(IsWritten))
            {
                int overridden = properties.FindIndex(other => string.Equals(other.Name, property.Name, StringComparison.Ordinal));
                if (overridden < 0)
                {
                    properties.Add(property);
                }
                else
                {
                    properties[overridden] = property;
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

    // What a base says of a property holds for the one that overrides it. In a record's head an attribute is one of the parameter.
    private IEnumerable<AttributeData> AttributesOf(IPropertySymbol property)
    {
        for (IPropertySymbol? one = property; one is not null; one = one.OverriddenProperty)
        {
            foreach (AttributeData attribute in one.GetAttributes())
            {
                yield return attribute;
            }
        }

        foreach (AttributeData attribute in Levels()
            .SelectMany(static level => level.InstanceConstructors)
            .SelectMany(static constructor => constructor.Parameters)
            .Where(parameter => string.Equals(parameter.Name, property.Name, StringComparison.Ordinal))
            .SelectMany(static parameter => parameter.GetAttributes()))
        {
            yield return attribute;
        }
    }

    private bool Has(AttributeData[] attributes, string name) =>
        attributes.Find(name) is not null || type.GetAttributes().Find(name) is not null;

    private static bool IsDateTime(ValueModel value) => value.Item is { } item
        ? IsDateTime(item)
        : value.Kind is ValueKind.Time && string.Equals(value.Type, "global::System.DateTime", StringComparison.Ordinal);
}
