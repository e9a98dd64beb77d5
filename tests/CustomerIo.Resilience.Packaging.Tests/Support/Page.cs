namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>A page of the documentation and its C# blocks.</summary>
internal sealed class Page(string name)
{
    /// <summary>The README, then everything in docs.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        new("README.md"),
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Order(StringComparer.Ordinal)
            .Select(static path => new Page($"docs/{Path.GetFileName(path)}")),
    ];

    public string[] Lines { get; } = File.ReadAllLines(Path.Combine(Repository.Root, name));

    public IEnumerable<Snippet> Snippets
    {
        get
        {
            for (int start = 0; start < Lines.Length; start++)
            {
                if (Lines[start] is not "```csharp")
                {
                    continue;
                }

                int end = Array.IndexOf(Lines, "```", start + 1);
                end.ShouldBeGreaterThan(start, $"The code block of line {start + 1} of {name} has no end.");
                yield return new Snippet(name, start + 2, string.Join('\n', Lines[(start + 1)..end]));
                start = end;
            }
        }
    }

    /// <summary>What the page links to in the repository.</summary>
    public IEnumerable<string> Links => string.Join('\n', Lines).Split("](").Skip(1)
        .Select(static rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
        .Where(static link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
        .Select(link => Path.Combine(Path.GetDirectoryName(name)!, link.Split('#')[0]));
}
