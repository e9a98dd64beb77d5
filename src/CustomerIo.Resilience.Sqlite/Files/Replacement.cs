using System.Globalization;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>
/// A new file in the place of a damaged one, in steps that a killed process may leave anywhere: as long as the new file is not
/// whole, the damaged one stays in its place; once it is, the next start goes on from there.
/// </summary>
internal sealed class Replacement(string path, TimeProvider time)
{
    private const string Log = "-wal";

    /// <summary>The new file while it is being written.</summary>
    public string Unfinished => path + "-saving";

    /// <summary>Whether a former process had written the new file but not put it in its place.</summary>
    public bool IsReady => File.Exists(Ready);

    private string Ready => path + "-saved";

    /// <summary>Removes what a former process or attempt left unfinished.</summary>
    public void Discard()
    {
        File.Delete(Unfinished + Log);
        File.Delete(Unfinished);
    }

    /// <summary>Sets the damaged file aside, puts the new one in its place, and gives the damaged one's new name.</summary>
    public string Finish()
    {
        if (!IsReady)
        {
            File.Move(Unfinished, Ready);
        }

        string aside = FreeName();
        Move(path + Log, aside + Log);
        Move(path, aside);
        File.Move(Ready, path);
        return aside;
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Move(from, to);
        }
    }

    private string FreeName()
    {
        string stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        string name = $"{path}.damaged-{stamp}";
        for (int number = 2; File.Exists(name) || File.Exists(name + Log); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{stamp}-{number}");
        }

        return name;
    }
}
