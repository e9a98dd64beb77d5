using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Wire;

/// <summary>A row of the table: what an ending means to each of those who act on it.</summary>
/// <param name="Class">For delivery, which decides by it whom to blame.</param>
/// <param name="Reason">For the exception, if the call ends this way.</param>
/// <param name="Retry">For the retry.</param>
/// <param name="IsFailure">
/// For the circuit breaker: whether it counts as a failure. <see cref="AnswerClass.Success"/> counts as a success; the
/// rest says nothing about the server's health.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerMeaning(
    AnswerClass Class, CustomerIoErrorReason Reason, RetryRule Retry = RetryRule.Never, bool IsFailure = false);
