namespace CustomerIo.Resilience.Http;

/// <summary>Puts identifiers into paths so that they stay where they were put.</summary>
internal static class PathSegment
{
    /// <summary>
    /// Escapes an identifier for a path or a query. <c>.</c> and <c>..</c> are refused: they cannot be escaped, and
    /// <c>/customers/../events</c> is the address of something else.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty, <c>.</c> or <c>..</c>.</exception>
    public static string Escape(string value, string parameterName)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, parameterName);
        if (value is "." or "..")
        {
            throw new ArgumentException(
                $"'{value}' cannot be used in a path, which would lead elsewhere. Use the v2 entity operation, where "
                + "the identifier is in the body, or another identifier of the same person.",
                parameterName);
        }

        return Uri.EscapeDataString(value);
    }

    /// <summary>Refuses a path that a URI parser would read as another one.</summary>
    /// <exception cref="ArgumentException">The path has no leading slash, or a dot segment.</exception>
    public static void CheckPath(string path)
    {
        if (!path.StartsWith('/'))
        {
            throw new ArgumentException("A path starts with a slash.", nameof(path));
        }

        ReadOnlySpan<char> rest = path;
        int query = rest.IndexOf('?');
        rest = query < 0 ? rest : rest[..query];
        while (!rest.IsEmpty)
        {
            int end = rest[1..].IndexOf('/');
            ReadOnlySpan<char> segment = end < 0 ? rest[1..] : rest.Slice(1, end);
            if (IsDots(segment))
            {
                throw new ArgumentException(
                    "A path must not have a segment of dots: it would lead elsewhere.", nameof(path));
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }

    private static bool IsDots(ReadOnlySpan<char> segment)
    {
        int dots = 0;
        while (!segment.IsEmpty)
        {
            int length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0)
            {
                return false;
            }

            dots++;
            segment = segment[length..];
        }

        return dots is 1 or 2;
    }
}
