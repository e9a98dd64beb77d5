namespace CustomerIo.Resilience.QuickStart.Operations;

/// <summary>What a line of the file asks for.</summary>
internal enum FileOperationKind
{
    Identify,
    Track,
    AddDevice,
    DeleteDevice,
    Delete,
}
