namespace CustomerIo.Resilience.Sqlite.Files;

#pragma warning disable CA1032 // It says one thing only.

/// <summary>The file was deleted or replaced while it was in use.</summary>
internal sealed class FileLostException() : IOException("The store's file was deleted or replaced while it was in use.");
