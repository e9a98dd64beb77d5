namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>
/// What stands behind the client: it takes operations that are checked, stamped and written. The engine delivers them; a test's
/// fake keeps them.
/// </summary>
internal interface IOperationSink
{
    /// <summary>Takes an operation, or says why not. The bytes are the sink's for the time of the call only.</summary>
    RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise);

    /// <summary>Hurries what waits, and returns what came of it by the deadline.</summary>
    Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken);
}
