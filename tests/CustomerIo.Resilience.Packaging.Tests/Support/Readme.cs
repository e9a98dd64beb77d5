namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>The README, line by line and snippet by snippet.</summary>
internal static class Readme
{
    public static string[] Lines { get; } = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

    public static string Text { get; } = string.Join('\n', Lines);

    public static IReadOnlyList<Snippet> Snippets { get; } = [.. FindSnippets()];

    private static IEnumerable<Snippet> FindSnippets()
    {
        for (int start = 0; start < Lines.Length; start++)
        {
            if (Lines[start] is not "```csharp")
            {
                continue;
            }

            int end = Array.IndexOf(Lines, "```", start + 1);
            end.ShouldBeGreaterThan(start, $"The code block of line {start + 1} has no end.");
            yield return new Snippet(start + 2, string.Join('\n', Lines[(start + 1)..end]));
            start = end;
        }
    }
}
