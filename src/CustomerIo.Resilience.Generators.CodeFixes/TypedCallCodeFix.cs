using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace CustomerIo.Resilience.Generators.CodeFixes;

/// <summary>
/// Replaces an event's name and dictionary with its type (CIO1012). Offered when every entry of the dictionary has a parameter
/// of the constructor, and every parameter without a default its entry.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TypedCallCodeFix : CodeFixProvider
{
    private const string Title = "Use the typed event";
    private const string TypeProperty = "Type";
    private const string MembersProperty = "Members";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CIO1012");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        ArgumentSyntax? name = root?.FindNode(context.Span).FirstAncestorOrSelf<ArgumentSyntax>();
        ImmutableDictionary<string, string?> properties = context.Diagnostics[0].Properties;
        if (name?.Parent is ArgumentListSyntax list
            && properties.TryGetValue(TypeProperty, out string? type) && type is not null
            && properties.TryGetValue(MembersProperty, out string? members) && members is not null
            && Construct(list, name, type, Parse(members)) is { } typed)
        {
            Document changed = context.Document.WithSyntaxRoot(root!.ReplaceNode(list, typed));
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(changed), Title), context.Diagnostics);
        }
    }

    // The parameters of the constructor by their names in JSON, as the analyzer wrote them.
    private static Dictionary<string, (string Parameter, bool IsOptional)> Parse(string members) => members
        .Split('\u001e')
        .Where(static member => member.Length > 0)
        .Select(static member => member.Split('\u001f'))
        .ToDictionary(
            static pair => pair[0], static pair => (pair[1].TrimEnd('?'), pair[1].EndsWith("?", StringComparison.Ordinal)), StringComparer.Ordinal);

    private static ArgumentListSyntax? Construct(
        ArgumentListSyntax list,
        ArgumentSyntax name,
        string type,
        Dictionary<string, (string Parameter, bool IsOptional)> parameters)
    {
        int place = list.Arguments.IndexOf(name);
        ArgumentSyntax? named = list.Arguments.FirstOrDefault(static argument => argument.NameColon is { Name.Identifier.ValueText: "data" });
        ArgumentSyntax? data = named is not null ? named : place + 1 < list.Arguments.Count && IsData(list.Arguments[place + 1])
            ? list.Arguments[place + 1]
            : null;
        if (name.NameColon is not null || EntriesOf(data) is not { } entries
            || !entries.Keys.All(parameters.ContainsKey)
            || parameters.Any(parameter => !parameter.Value.IsOptional && !entries.ContainsKey(parameter.Key)))
        {
            return null;
        }

        ArgumentSyntax[] values =
        [
            .. entries.Select(entry => SyntaxFactory.Argument(
                SyntaxFactory.NameColon(parameters[entry.Key].Parameter), default, entry.Value.WithoutTrivia())),
        ];
        ExpressionSyntax typed = SyntaxFactory.ObjectCreationExpression(
            SyntaxFactory.ParseTypeName(type).WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(values)),
            initializer: null).NormalizeWhitespace();
        SeparatedSyntaxList<ArgumentSyntax> arguments = list.Arguments.Replace(name, SyntaxFactory.Argument(typed).WithTriviaFrom(name));
        return list.WithArguments(data is null ? arguments : arguments.RemoveAt(list.Arguments.IndexOf(data)));
    }

    private static bool IsData(ArgumentSyntax argument) => argument.NameColon is null;

    // The entries of a dictionary that is made in the call itself; none if there is no dictionary.
    private static Dictionary<string, ExpressionSyntax>? EntriesOf(ArgumentSyntax? data)
    {
        Dictionary<string, ExpressionSyntax> entries = new(StringComparer.Ordinal);
        if (data is null || data.Expression.IsKind(SyntaxKind.NullLiteralExpression))
        {
            return entries;
        }

        if (data.Expression is not BaseObjectCreationExpressionSyntax { Initializer: { } initializer, ArgumentList: null or { Arguments.Count: 0 } })
        {
            return null;
        }

        foreach (ExpressionSyntax entry in initializer.Expressions)
        {
            if (entry is not AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax access, Right: { } value }
                || access.ArgumentList.Arguments.Count != 1
                || access.ArgumentList.Arguments[0].Expression is not LiteralExpressionSyntax { Token.Value: string key }
                || entries.ContainsKey(key))
            {
                return null;
            }

            entries[key] = value;
        }

        return entries;
    }
}
