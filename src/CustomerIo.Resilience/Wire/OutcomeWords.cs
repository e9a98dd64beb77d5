namespace CustomerIo.Resilience.Wire;

/// <summary>Tells names of members that speak of how a request went from those that do not.</summary>
internal static class OutcomeWords
{
    private static readonly string[] Stems =
    [
        "error", "fault", "fail", "exception", "status", "state", "code", "message", "msg", "reason", "detail", "title",
        "descri", "info", "notice", "warn", "text", "result", "success", "ok", "accept", "reject", "refus", "denied", "deny",
        "invalid", "maintenance", "available", "unavailable", "down", "outage", "offline", "health", "retry", "login",
        "auth", "redirect", "challenge", "blocked",
    ];

    /// <summary>Whether a word of a name begins with one of the stems: <c>status</c>, <c>errorCode</c>, <c>is_ok</c>.</summary>
    public static bool AreIn(string name)
    {
        for (int start = 0; start < name.Length; start++)
        {
            if (BeginsWord(name, start) && BeginsWithStem(name.AsSpan(start)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWord(string name, int at) =>
        char.IsAsciiLetter(name[at])
        && (at == 0
            || !char.IsAsciiLetter(name[at - 1])
            || (char.IsAsciiLetterUpper(name[at]) && char.IsAsciiLetterLower(name[at - 1])));

    private static bool BeginsWithStem(ReadOnlySpan<char> word)
    {
        foreach (string stem in Stems)
        {
            if (word.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
