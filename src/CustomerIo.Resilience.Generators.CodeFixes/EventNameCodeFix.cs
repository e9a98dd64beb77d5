using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CustomerIo.Resilience.Generators.CodeFixes;

/// <summary>Writes the name of an event in snake_case (CIO1004).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class EventNameCodeFix : CodeFixProvider
{
    private const string Title = "Use snake_case";

    // The analyzer's suggestion travels with the diagnostic.
    private const string SuggestionProperty = "Suggestion";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CIO1004");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument
            && context.Diagnostics[0].Properties.TryGetValue(SuggestionProperty, out string? name) && name is not null)
        {
            LiteralExpressionSyntax literal = SyntaxFactory.LiteralExpression(
                SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name));
            Document changed = context.Document.WithSyntaxRoot(
                root.ReplaceNode(argument.Expression, literal.WithTriviaFrom(argument.Expression)));
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(changed), Title), context.Diagnostics);
        }
    }
}
