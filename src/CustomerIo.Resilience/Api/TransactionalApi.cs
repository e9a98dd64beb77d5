using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="ITransactionalApi" />
internal sealed class TransactionalApi : ITransactionalApi
{
    private readonly ApiCalls _calls;
    private readonly TimeProvider _time;

    public TransactionalApi(ApiCalls calls, TimeProvider time)
    {
        _calls = calls;
        _time = time;
    }

    public Task<SendReceipt> SendEmailAsync(SendEmailRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    public Task<SendReceipt> SendPushAsync(SendPushRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    public Task<SendReceipt> SendSmsAsync(SendSmsRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    public Task<SendReceipt> SendWhatsAppAsync(
        SendWhatsAppRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    public Task<SendReceipt> SendInAppAsync(SendInAppRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    public Task<SendReceipt> SendInboxMessageAsync(
        SendInboxMessageRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    private Task<SendReceipt> SendAsync(TransactionalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Limits.Require(request.Check(), nameof(request));
        Limits.Require(SendLimits.CheckSendAt(request.SendAt, _time.GetUtcNow()), nameof(request));
        JsonBuffer json = request.ToJson();
        Repetition repetition = request.AllowRetryWhenOutcomeUnknown ? Repetition.Safe : Repetition.OnlyIfNotTaken;
        return _calls.SendAsync(
            new HttpCall(ApiSurface.AppSend, HttpMethod.Post, request.Path, json.WrittenMemory, repetition),
            ApiJson.Default.SendReceipt,
            cancellationToken);
    }
}
