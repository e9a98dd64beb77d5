namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>The README, line by line and snippet by snippet.</summary>
internal static class Readme
{
    public static Page Page => Page.All[0];

    public static string[] Lines => Page.Lines;

    public static string Text => Page.Text;

    public static IReadOnlyList<Snippet> Snippets { get; } = [.. Page.Snippets];
}
