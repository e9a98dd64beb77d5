using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>A fenced C# block of a page.</summary>
/// <param name="Page">The page's file.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="Code">What is between the fences.</param>
internal sealed record Snippet(string Page, int Line, string Code)
{
    public override string ToString() => $"{Page}:{Line}";

    /// <summary>
    /// The snippet as a program: its usings, then its statements, then its types, with code of the caller's before and
    /// after the statements. Errors are reported with the lines of the page.
    /// </summary>
    public string ToProgram(string usings, string before = "", string after = "")
    {
        CompilationUnitSyntax unit = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Code).GetRoot();
        return string.Join(
            '\n',
            [
                usings,
                .. unit.Usings.Select(Placed),
                "#line 1 \"before the snippet\"",
                before,
                .. unit.Members.OfType<GlobalStatementSyntax>().Select(Placed),
                "#line 1 \"after the snippet\"",
                after,
                .. unit.Members.Where(member => member is not GlobalStatementSyntax).Select(Placed),
            ]);
    }

    private string Placed(CSharpSyntaxNode node)
    {
        int line = node.GetLocation().GetLineSpan().StartLinePosition.Line;
        return $"#line {Line + line} \"{Page}\"\n{node}";
    }
}
