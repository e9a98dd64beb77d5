namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>A page of the documentation: its text, its C# blocks, its links and its headings.</summary>
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

    /// <summary>The file, from the root of the repository.</summary>
    public string Name { get; } = name;

    public string[] Lines { get; } = File.ReadAllLines(Path.Combine(Repository.Root, name));

    public string Text => string.Join('\n', Lines);

    public IEnumerable<Snippet> Snippets => Blocks("csharp");

    /// <summary>What the page links to in the repository, pictures too.</summary>
    public IEnumerable<PageLink> Links => string.Join('\n', Prose).Split("](").Skip(1)
        .Select(static rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
        .Where(static link => !link.Contains("://", StringComparison.Ordinal))
        .Select(link => PageLink.Of(Name, link));

    /// <summary>What a link to a heading says after the number sign, by GitHub's rule.</summary>
    public IEnumerable<string> Anchors => Prose
        .Where(static line => line.StartsWith('#'))
        .Select(static line => string.Concat(line.TrimStart('#').Trim()
            .Where(static one => char.IsLetterOrDigit(one) || one is ' ' or '-' or '_')
            .Select(static one => one is ' ' ? '-' : char.ToLowerInvariant(one))));

    private IEnumerable<string> Prose
    {
        get
        {
            bool isCode = false;
            foreach (string line in Lines)
            {
                bool isFence = line.StartsWith("```", StringComparison.Ordinal);
                isCode ^= isFence;
                if (!isCode && !isFence)
                {
                    yield return line;
                }
            }
        }
    }

    /// <summary>The page of docs with this name.</summary>
    public static Page Of(string name) => All.Single(page => page.Name.Equals($"docs/{name}.md", StringComparison.Ordinal));

    /// <summary>The blocks of a language.</summary>
    public IEnumerable<Snippet> Blocks(string language)
    {
        for (int start = 0; start < Lines.Length; start++)
        {
            if (!Lines[start].Equals($"```{language}", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.IndexOf(Lines, "```", start + 1);
            end.ShouldBeGreaterThan(start, $"The code block of line {start + 1} of {Name} has no end.");
            yield return new Snippet(Name, start + 2, string.Join('\n', Lines[(start + 1)..end]));
            start = end;
        }
    }

    /// <summary>The rows of the first table that begins so, after the first line that is the heading.</summary>
    public IEnumerable<string> RowsOf(string table, string? heading = null) => Lines
        .SkipWhile(line => heading is not null && !line.Equals(heading, StringComparison.Ordinal))
        .SkipWhile(line => !line.StartsWith(table, StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(static line => line.StartsWith('|'));
}
