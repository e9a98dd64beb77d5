using System.Globalization;

namespace CustomerIo.Resilience.Worker.Queue;

/// <summary>One file of the queue, how far it was delivered, and which of its lines were no good.</summary>
internal sealed class QueueFile(string path, string rejectedPath)
{
    private readonly string _positionPath = path + ".position";

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    /// <summary>How many lines need not be sent again.</summary>
    public int Position { get; private set; } = File.Exists(path + ".position")
        ? int.Parse(File.ReadAllText(path + ".position"), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>The lines that follow the position, with their numbers from 1.</summary>
    public IEnumerable<(int Number, string Text)> Lines() => File.ReadLines(path)
        .Select(static (text, index) => (Number: index + 1, Text: text))
        .Skip(Position)
        .Where(static line => line.Text.Length > 0);

    public void Reject(string line, string reason) => File.AppendAllLines(rejectedPath, [line, $"# {reason}"]);

    /// <summary>Written beside and moved into place, so that a kill leaves the old position or the new one.</summary>
    public void MoveTo(int line)
    {
        File.WriteAllText(_positionPath + ".new", line.ToString(CultureInfo.InvariantCulture));
        File.Move(_positionPath + ".new", _positionPath, overwrite: true);
        Position = line;
    }

    public void ForgetPosition() => File.Delete(_positionPath);
}
