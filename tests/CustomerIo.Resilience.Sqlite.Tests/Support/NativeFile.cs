using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>SQLite's sqlite3_file: an open file begins with its methods.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFile
{
    public NativeMethods* Methods;
}
