namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>A link of a page into the repository.</summary>
/// <param name="Page">The page it is on.</param>
/// <param name="Target">The file or folder it leads to, from the root of the repository.</param>
/// <param name="Anchor">The heading it leads to; empty for none.</param>
internal sealed record PageLink(string Page, string Target, string Anchor)
{
    /// <summary>Whether there are such a file or folder and such a heading.</summary>
    public bool LeadsSomewhere => Path.Exists(Path.Combine(Repository.Root, Target))
        && (Anchor.Length == 0 || new Page(Target).Anchors.Contains(Anchor, StringComparer.Ordinal));

    public static PageLink Of(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return new PageLink(page, target, parts.Length > 1 ? parts[1] : string.Empty);
    }

    public override string ToString() => $"{Page}: {Target}#{Anchor}";
}
