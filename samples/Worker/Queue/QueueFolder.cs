namespace CustomerIo.Resilience.Worker.Queue;

/// <summary>
/// The queue on disk. Whoever fills it writes a file under another name first and renames it when it is complete.
/// </summary>
internal sealed class QueueFolder
{
    public QueueFolder(string root)
    {
        Root = Path.GetFullPath(root);
        Incoming = Directory.CreateDirectory(Path.Combine(Root, "incoming")).FullName;
        Done = Directory.CreateDirectory(Path.Combine(Root, "done")).FullName;
        Rejected = Directory.CreateDirectory(Path.Combine(Root, "rejected")).FullName;
    }

    public string Root { get; }

    private string Incoming { get; }

    private string Done { get; }

    private string Rejected { get; }

    /// <summary>The oldest file by name; null when there is none.</summary>
    public QueueFile? Next() => Directory.EnumerateFiles(Incoming, "*.ndjson").Min(StringComparer.Ordinal) is { } path
        ? new QueueFile(path, Path.Combine(Rejected, Path.GetFileName(path)))
        : null;

    /// <summary>Adds a file, as a whole.</summary>
    public void Add(string name, IEnumerable<string> lines)
    {
        string unfinished = Path.Combine(Root, name + ".unfinished");
        File.WriteAllLines(unfinished, lines);
        File.Move(unfinished, Path.Combine(Incoming, name), overwrite: true);
    }

    /// <summary>Everything in the file is delivered or stored.</summary>
    public void Finish(QueueFile file)
    {
        File.Move(file.Path, Path.Combine(Done, file.Name), overwrite: true);
        file.ForgetPosition();
    }
}
