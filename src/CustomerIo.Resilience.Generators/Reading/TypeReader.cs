using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>Reads an annotated type: what is to be generated for it, and what is wrong with it.</summary>
internal static class TypeReader
{
    /// <summary>Gives null if nothing can be generated.</summary>
    /// <param name="type">The type.</param>
    /// <param name="role">What it is.</param>
    /// <param name="attribute">The attribute that says so.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static (TypeModel Model, IReadOnlyList<(IPropertySymbol Property, MemberModel Model)> Members)? Read(
        INamedTypeSymbol type, TypeRole role, AttributeData attribute, ICollection<Problem> problems)
    {
        if (!HasShape(type, problems))
        {
            return null;
        }

        string name = role is TypeRole.Event ? Symbols.TextOf(attribute) ?? string.Empty : string.Empty;
        IReadOnlyList<(IPropertySymbol Property, MemberModel Model)> members = new MemberReader(type, problems).Read();
        TypeModel model = new(
            role,
            name,
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(),
            type.InFull(),
            new(Around(type).Reverse().Select(DeclarationOf)),
            new(members.Select(static member => member.Model)));
        NameRules.Check(model, members, Symbols.PlaceOf(attribute, type), Symbols.PlaceOf(type), problems);
        return (model, members);
    }

    private static bool HasShape(INamedTypeSymbol type, ICollection<Problem> problems)
    {
        if (type.IsRefLikeType || type.IsStatic || type.IsFileLocal || Around(type).Any(static level => level.IsGenericType))
        {
            problems.Add(new(Descriptors.WrongShape, Symbols.PlaceOf(type), type.Name));
            return false;
        }

        if (Symbols.RolesOf(type).Skip(1).Any())
        {
            problems.Add(new(Descriptors.TwoRoles, Symbols.PlaceOf(type), type.Name));
            return false;
        }

        INamedTypeSymbol? closed = Around(type).FirstOrDefault(static level => !Symbols.IsPartial(level));
        if (closed is not null)
        {
            problems.Add(new(Descriptors.NotPartial, Symbols.PlaceOf(closed), closed.Name));
        }

        return closed is null;
    }

    // The type itself, then what is around it.
    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            yield return level;
        }
    }

    private static string DeclarationOf(INamedTypeSymbol type)
    {
        string kind = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        return $"partial {kind} {Symbols.EscapeKeyword(type.Name)}";
    }
}
