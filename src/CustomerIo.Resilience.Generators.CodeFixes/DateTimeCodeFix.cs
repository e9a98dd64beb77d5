using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CustomerIo.Resilience.Generators.CodeFixes;

/// <summary>Makes a <c>DateTime</c> a <c>DateTimeOffset</c> (CIO1009).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DateTimeCodeFix : CodeFixProvider
{
    private const string Title = "Use DateTimeOffset";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CIO1009");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        TypeSyntax? type = root?.FindNode(context.Span) switch
        {
            ParameterSyntax parameter => parameter.Type,
            PropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        SimpleNameSyntax? name = (type is NullableTypeSyntax nullable ? nullable.ElementType : type) switch
        {
            SimpleNameSyntax simple => simple,
            QualifiedNameSyntax qualified => qualified.Right,
            _ => null,
        };
        if (name is { Identifier.ValueText: "DateTime" })
        {
            Document changed = context.Document.WithSyntaxRoot(root!.ReplaceNode(
                name, SyntaxFactory.IdentifierName("DateTimeOffset").WithTriviaFrom(name)));
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(changed), Title), context.Diagnostics);
        }
    }
}
