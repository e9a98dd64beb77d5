using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CustomerIo.Resilience.Generators.Tests.Support;

/// <summary>Applies a code fix as an editor does.</summary>
internal static class Fixing
{
    /// <summary>The source after the first fix that is offered for the first diagnostic; null if none is.</summary>
    public static async Task<string?> ApplyAsync(string source, CodeFixProvider provider)
    {
        ShopProject shop = new(source);
        using AdhocWorkspace workspace = new();
        Microsoft.CodeAnalysis.Project project = workspace.AddProject("Shop", LanguageNames.CSharp)
            .WithCompilationOptions(shop.Compilation.Options)
            .WithMetadataReferences(shop.Compilation.References);
        Document document = project.AddDocument("Shop.cs", await shop.Compilation.SyntaxTrees[0].GetTextAsync());
        Diagnostic diagnostic = (await shop.AnalyzeAsync())
            .Where(found => provider.FixableDiagnosticIds.Contains(found.Id))
            .OrderBy(static found => found.Location.SourceSpan.Start)
            .First();
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        if (actions.Count == 0)
        {
            return null;
        }

        ApplyChangesOperation change = (await actions[0].GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
        string text = (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        return text[text.IndexOf("namespace Shop;", StringComparison.Ordinal)..]["namespace Shop;".Length..].Trim();
    }
}
