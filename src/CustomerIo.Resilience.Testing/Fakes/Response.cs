namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>What a test has the fake answer, to which operations and how often.</summary>
internal sealed class Response(
    Func<RecordedOperation, Task<DeliveryResult>> respond, Func<RecordedOperation, bool>? when, int? times)
{
    private int _left = times ?? 0;

    /// <summary>Whether it answers this operation; each yes counts.</summary>
    public bool Claims(RecordedOperation operation) =>
        when?.Invoke(operation) is not false && (times is null || Interlocked.Decrement(ref _left) >= 0);

    public Task<DeliveryResult> AnswerAsync(RecordedOperation operation) => respond(operation);
}
