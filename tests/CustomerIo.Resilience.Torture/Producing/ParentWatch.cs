namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>Ends this process with its parent, whose end closes the standard input.</summary>
internal static class ParentWatch
{
    private const int Orphaned = 3;

    public static void Begin() => new Thread(static () =>
    {
        while (Console.In.ReadLine() is not null)
        {
            // Nothing more is expected.
        }

        Environment.Exit(Orphaned);
    })
    { IsBackground = true }.Start();
}
