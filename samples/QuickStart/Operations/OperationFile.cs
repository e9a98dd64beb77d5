namespace CustomerIo.Resilience.QuickStart.Operations;

/// <summary>A file of operations: one JSON object a line. The format is described in the README.</summary>
internal sealed class OperationFile
{
    private OperationFile(List<FileOperation> operations, List<UnreadableLine> problems)
    {
        Operations = operations;
        Problems = problems;
    }

    /// <summary>The one that comes with the sample.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "operations.ndjson");

    /// <summary>What could be read, in the order of the file.</summary>
    public IReadOnlyList<FileOperation> Operations { get; }

    /// <summary>What could not.</summary>
    public IReadOnlyList<UnreadableLine> Problems { get; }

    public static OperationFile Read(string path) => Read(File.ReadLines(path));

    public static OperationFile Read(IEnumerable<string> lines)
    {
        List<FileOperation> operations = [];
        List<UnreadableLine> problems = [];
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                operations.Add(OperationLine.Parse(number, line));
            }
            catch (FormatException exception)
            {
                problems.Add(new UnreadableLine(number, exception.Message));
            }
        }

        return new OperationFile(operations, problems);
    }
}
