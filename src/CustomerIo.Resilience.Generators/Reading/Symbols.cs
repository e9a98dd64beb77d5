using CustomerIo.Resilience.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>Short questions to the compiler's symbols.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat;

    public static string InFull(this ITypeSymbol type) => type.ToDisplayString(FullName);

    /// <summary>Whether it is the type of that namespace and name.</summary>
    public static bool Is(this ITypeSymbol? type, string space, string name) =>
        type is not null && string.Equals(type.MetadataName, name, StringComparison.Ordinal)
        && string.Equals(type.ContainingNamespace?.ToDisplayString(), space, StringComparison.Ordinal);

    /// <summary>The attribute of that name, on any of them.</summary>
    public static AttributeData? Find(this IEnumerable<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute =>
            string.Equals(attribute.AttributeClass?.ToDisplayString(), name, StringComparison.Ordinal));

    /// <summary>What an annotated type is; null if it has none of our attributes.</summary>
    public static (TypeRole Role, AttributeData Attribute)? RoleOf(INamedTypeSymbol type) =>
        RolesOf(type).Select(static role => ((TypeRole, AttributeData)?)role).FirstOrDefault();

    /// <summary>All that an annotated type is; it should be one.</summary>
    public static IEnumerable<(TypeRole Role, AttributeData Attribute)> RolesOf(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            TypeRole? role = attribute.AttributeClass?.ToDisplayString() switch
            {
                AttributeNames.Event => TypeRole.Event,
                AttributeNames.Attributes => TypeRole.Attributes,
                AttributeNames.Data => TypeRole.Data,
                _ => null,
            };
            if (role is { } found)
            {
                yield return (found, attribute);
            }
        }
    }

    /// <summary>The first argument of an attribute.</summary>
    public static object? ArgumentOf(AttributeData? attribute) =>
        attribute is { ConstructorArguments.Length: > 0 } ? attribute.ConstructorArguments[0].Value : null;

    /// <summary>The first argument of an attribute, a text.</summary>
    public static string? TextOf(AttributeData? attribute) => ArgumentOf(attribute) as string;

    /// <summary>Of a nullable struct the struct; null for everything else.</summary>
    public static ITypeSymbol? ValueOfNullable(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T ? ArgumentOf(type, 0, 1) : null;

    /// <summary>The argument of a generic type that has so many.</summary>
    public static ITypeSymbol? ArgumentOf(ITypeSymbol type, int index, int count) =>
        type is INamedTypeSymbol named && named.TypeArguments.Length == count ? named.TypeArguments[index] : null;

    public static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(static reference =>
        reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    public static Location PlaceOf(ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(static location => location.IsInSource) ?? Location.None;

    /// <summary>Where a property is; where the type is, if it is inherited from elsewhere.</summary>
    public static Location PlaceOf(IPropertySymbol property, INamedTypeSymbol type) =>
        PlaceOf(property) is { IsInSource: true } place ? place : PlaceOf(type);

    /// <summary>Where an attribute says its first argument; else where it is.</summary>
    public static Location PlaceOf(AttributeData attribute, ISymbol owner) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax syntax
            ? (syntax.ArgumentList?.Arguments.FirstOrDefault() ?? (SyntaxNode)syntax).GetLocation()
            : PlaceOf(owner);

    public static string EscapeKeyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) is SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) is SyntaxKind.None
            ? name
            : "@" + name;
}
