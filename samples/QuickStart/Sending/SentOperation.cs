using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>A line of the file and the answer its call gave.</summary>
internal sealed record SentOperation(FileOperation Operation, DeliveryResult Result);
