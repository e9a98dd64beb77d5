using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>
/// Whether the disk takes more. A reserve, a second file, is given up when it does not: removing what was delivered needs some
/// room too. When the reserve fits again, the disk is no longer full.
/// </summary>
internal sealed class DiskSpace(string path, long reserve, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private static readonly byte[] Filler = new byte[64 * 1024];

    private long _looked;
    private volatile string? _failure;

    public string? Failure => _failure;

    public bool IsFull => _failure is not null;

    private string ReservePath => path + "-reserve";

    /// <summary>Sets the reserve aside at the start.</summary>
    public void Prepare()
    {
        if (!TryReserve())
        {
            Fail($"less than {reserve} bytes are free for {ReservePath}.");
        }
    }

    public void NoteFull(Exception cause)
    {
        File.Delete(ReservePath);
        if (!IsFull)
        {
            Fail(cause.Message);
        }
    }

    /// <summary>Looks whether there is room again, at most once a second.</summary>
    public bool TryRecover()
    {
        if (time.GetElapsedTime(_looked) < LookAgain)
        {
            return false;
        }

        _looked = time.GetTimestamp();
        if (!TryReserve())
        {
            return false;
        }

        _failure = null;
        SqliteLog.Recovered(logger);
        return true;
    }

    private void Fail(string reason)
    {
        _failure = reason;
        _looked = time.GetTimestamp();
        SqliteLog.Full(logger, reason);
    }

    // Written, not only sized: a file system may promise room that it does not have.
    private bool TryReserve()
    {
        if (reserve == 0 || (File.Exists(ReservePath) && new FileInfo(ReservePath).Length >= reserve))
        {
            return true;
        }

        try
        {
            using FileStream file = new(ReservePath, StoreFile.OwnerOnly(FileMode.Create));
            for (long rest = reserve; rest > 0; rest -= Filler.Length)
            {
                file.Write(Filler.AsSpan(0, (int)Math.Min(rest, Filler.Length)));
            }

            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(ReservePath);
            return false;
        }
    }
}
