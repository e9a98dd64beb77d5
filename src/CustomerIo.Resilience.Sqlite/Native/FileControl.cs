using System.Runtime.InteropServices;
using SQLitePCL;

namespace CustomerIo.Resilience.Sqlite.Native;

/// <summary>The function of SQLite that its package does not hand on.</summary>
internal static class FileControl
{
    // SQLITE_FCNTL_HAS_MOVED.
    private const int HasMovedCode = 20;

    private static volatile bool s_isMissing;

    /// <summary>
    /// Whether the path of an open file leads to another file by now, or to none. Always false where an open file cannot be
    /// deleted, and SQLite therefore does not answer, and where the native library is loaded in a way of its own.
    /// </summary>
    public static bool HasMoved(sqlite3 database)
    {
        if (s_isMissing)
        {
            return false;
        }

        try
        {
            int answer = 0;
            int code = sqlite3_file_control(database.DangerousGetHandle(), 0, HasMovedCode, ref answer);
            GC.KeepAlive(database);
            return code == raw.SQLITE_OK && answer != 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            s_isMissing = true;
            return false;
        }
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_file_control(nint database, nint name, int operation, ref int argument);
}
