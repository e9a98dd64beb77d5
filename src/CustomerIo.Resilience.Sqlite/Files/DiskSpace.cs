using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>
/// Whether the disk takes more. A reserve, a second file, is given up when it does not: removing what was delivered needs some
/// room too. The disk is full until the reserve fits again and something was really written.
/// </summary>
/// <param name="path">The store's file.</param>
/// <param name="reserve">How many bytes to set aside.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told when the disk is full, and when it is not any more.</param>
/// <param name="look">Called once a second while the disk is full: to write something.</param>
internal sealed class DiskSpace(string path, long reserve, TimeProvider time, ILogger logger, Action look) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private static readonly byte[] Filler = new byte[64 * 1024];

    private ITimer? _timer;
    private long _looked;
    private volatile string? _failure;

    public string? Failure => _failure;

    public bool IsFull => _failure is not null;

    private string ReservePath => path + "-reserve";

    /// <summary>Sets the reserve aside at the start.</summary>
    public void Prepare()
    {
        if (Reserve() is { } problem)
        {
            Fail($"{reserve} bytes cannot be set aside as {ReservePath}: {problem}");
        }
    }

    public void NoteFull(Exception cause)
    {
        GiveUpReserve();
        if (IsFull)
        {
            _looked = time.GetTimestamp();
        }
        else
        {
            Fail(cause.Message);
        }
    }

    /// <summary>Whether it is time to look for room again: at most once a second.</summary>
    public bool IsTimeToLook()
    {
        if (time.GetElapsedTime(_looked) < LookAgain)
        {
            return false;
        }

        _looked = time.GetTimestamp();
        return true;
    }

    /// <summary>Whether there is room again for the reserve.</summary>
    public bool TryReserve() => Reserve() is null;

    /// <summary>The disk has taken something.</summary>
    public void NoteRoom()
    {
        if (IsFull)
        {
            _failure = null;
            _timer?.Dispose();
            SqliteLog.Recovered(logger);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Fail(string reason)
    {
        _failure = reason;
        _looked = time.GetTimestamp();
        _timer = time.CreateTimer(_ => look(), null, LookAgain, LookAgain);
        SqliteLog.Full(logger, reason);
    }

    // Written, not only sized: a file system may promise room that it does not have.
    private string? Reserve()
    {
        if (reserve == 0 || (new FileInfo(ReservePath) is { Exists: true } file && file.Length >= reserve))
        {
            return null;
        }

        try
        {
            using FileStream stream = new(ReservePath, StoreFile.OwnerOnly(FileMode.Create));
            for (long rest = reserve; rest > 0; rest -= Filler.Length)
            {
                stream.Write(Filler.AsSpan(0, (int)Math.Min(rest, Filler.Length)));
            }

            stream.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            GiveUpReserve();
            return exception.Message;
        }
    }

    private void GiveUpReserve()
    {
        try
        {
            File.Delete(ReservePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted gives no room; the failure that is told is the disk's.
        }
    }
}
