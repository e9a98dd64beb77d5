namespace CustomerIo.Resilience.Wire;

/// <summary>
/// Reads the answer to operations that the Track API answered with a success. An answer is believed whole or not at all:
/// when one error of a batch cannot be placed, nothing follows for the others, since operations may be sent again. What is
/// no acknowledgement is <see cref="AnswerKind.NotUnderstood"/>, and so is a 207, by which the server says that it refused
/// something, without an error.
/// </summary>
internal sealed class TrackAnswer
{
    private const int MultiStatus = 207;

    private static readonly TrackAnswer Taken = new(AnswerKind.Taken);
    private static readonly TrackAnswer NotUnderstood = new(AnswerKind.NotUnderstood);

    private TrackAnswer(
        AnswerKind kind,
        IReadOnlyList<CustomerIoError>? refusals = null,
        IReadOnlyList<CustomerIoError>? unplaced = null)
    {
        Kind = kind;
        Refusals = refusals ?? [];
        Unplaced = unplaced ?? [];
    }

    public AnswerKind Kind { get; }

    /// <summary>
    /// The errors of a batch's items, each with its <see cref="CustomerIoError.BatchIndex"/>, of which there may be several
    /// for one item; or those of a single operation.
    /// </summary>
    public IReadOnlyList<CustomerIoError> Refusals { get; }

    /// <summary>The errors without an item of the batch.</summary>
    public IReadOnlyList<CustomerIoError> Unplaced { get; }

    /// <summary>Reads the answer to a call for one operation, which all errors concern. Never throws.</summary>
    /// <param name="status">The status, a success.</param>
    /// <param name="body">The body.</param>
    public static TrackAnswer OfOne(int status, ReadOnlyMemory<byte> body)
    {
        IReadOnlyList<ErrorEntry>? entries = Acknowledgement.Read(body);
        return entries is not { Count: > 0 }
            ? WithoutErrors(status, entries)
            : new TrackAnswer(AnswerKind.Refused, [.. entries.Select(static entry => entry.Error)]);
    }

    /// <summary>
    /// Reads the answer to a batch. A place is a whole number from 0 to below <paramref name="count"/>, as the reference has
    /// it; an error without one concerns the only item of a batch of one. Never throws.
    /// </summary>
    /// <param name="status">The status, a success.</param>
    /// <param name="body">The body.</param>
    /// <param name="count">The items that were sent, at least one.</param>
    public static TrackAnswer OfBatch(int status, ReadOnlyMemory<byte> body, int count)
    {
        IReadOnlyList<ErrorEntry>? entries = Acknowledgement.Read(body);
        if (entries is not { Count: > 0 })
        {
            return WithoutErrors(status, entries);
        }

        List<CustomerIoError> refusals = new(entries.Count);
        List<CustomerIoError> unplaced = [];
        foreach (ErrorEntry entry in entries)
        {
            CustomerIoError error = entry is { IsError: true, Place: ErrorPlace.Unnamed } && count == 1
                ? entry.Error with { BatchIndex = 0 }
                : entry.Error;
            bool isPlaced = error.BatchIndex is { } index && index >= 0 && index < count;
            (isPlaced ? refusals : unplaced).Add(error);
        }

        return new TrackAnswer(unplaced.Count == 0 ? AnswerKind.Refused : AnswerKind.NotPlaced, refusals, unplaced);
    }

    private static TrackAnswer WithoutErrors(int status, IReadOnlyList<ErrorEntry>? entries) =>
        entries is null || status == MultiStatus ? NotUnderstood : Taken;
}
