using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>
/// A layer between SQLite and its way to the disk: files that a <see cref="WatchedFiles"/> watches get methods of ours, which
/// ask it first and then go on to SQLite's own; all others go straight through.
/// </summary>
internal static unsafe partial class WatchedVfs
{
    public const string Name = "watched";

    private static readonly ConcurrentDictionary<nint, (WatchedFiles Files, bool IsLog, nint Own)> Open = new();

    // By SQLite's own methods, which are others for a database than for a log.
    private static readonly ConcurrentDictionary<nint, nint> Replaced = new();

    private static readonly Lazy<bool> Registered = new(Make);

    private static NativeVfs* Inner;

    public static void Register() => _ = Registered.Value;

    // Lives as long as the process, as SQLite wants it.
    private static bool Make()
    {
        SQLitePCL.Batteries_V2.Init();
        Inner = Find(null);
        var vfs = (NativeVfs*)NativeMemory.Alloc((nuint)sizeof(NativeVfs));
        *vfs = *Inner;
        vfs->Next = null;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        vfs->Open = &OpenFile;
        return RegisterVfs(vfs, 0) == 0 ? true : throw new InvalidOperationException("SQLite does not take the layer.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OpenFile(NativeVfs* vfs, byte* name, NativeFile* file, int flags, int* outFlags)
    {
        int code = Inner->Open(Inner, name, file, flags, outFlags);
        string path = name is null ? string.Empty : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        if (code == 0 && WatchedFiles.Of(path) is { } files)
        {
            var own = (nint)file->Methods;
            Open[(nint)file] = (files, path.EndsWith("-wal", StringComparison.Ordinal), own);
            file->Methods = (NativeMethods*)Replaced.GetOrAdd(own, static own => (nint)Replace((NativeMethods*)own));
        }

        return code;
    }

    private static NativeMethods* Replace(NativeMethods* own)
    {
        var methods = (NativeMethods*)NativeMemory.Alloc((nuint)sizeof(NativeMethods));
        *methods = *own;
        methods->Close = &CloseFile;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        return methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CloseFile(NativeFile* file)
    {
        Open.TryRemove((nint)file, out var open);
        return ((NativeMethods*)open.Own)->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, byte* bytes, int count, long offset)
    {
        long size = 0;
        _ = Own(file)->FileSize(file, &size);
        int code = Before(file, FileCalls.Write, count, offset + count - size);
        return code != 0 ? code : Own(file)->Write(file, bytes, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* file, long size)
    {
        int code = Before(file, FileCalls.Truncate, 0, 0);
        return code != 0 ? code : Own(file)->Truncate(file, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(NativeFile* file, int flags)
    {
        int code = Before(file, FileCalls.Sync, 0, 0);
        return code != 0 ? code : Own(file)->Sync(file, flags);
    }

    private static int Before(NativeFile* file, FileCalls call, int bytes, long growth)
    {
        (WatchedFiles files, bool isLog, _) = Open[(nint)file];
        return files.Before(call, isLog, bytes, growth);
    }

    private static NativeMethods* Own(NativeFile* file) => (NativeMethods*)Open[(nint)file].Own;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial NativeVfs* Find(byte* name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RegisterVfs(NativeVfs* vfs, int makeDefault);
}
