namespace CustomerIo.Resilience.Api;

/// <summary>
/// Transactional messages. Customer.io cannot recognise a repeated one, so a send is repeated only when the server
/// certainly did not take it; see <see cref="TransactionalRequest.AllowRetryWhenOutcomeUnknown"/>.
/// </summary>
public interface ITransactionalApi
{
    /// <summary>Sends an email.</summary>
    Task<SendReceipt> SendEmailAsync(SendEmailRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends a push notification.</summary>
    Task<SendReceipt> SendPushAsync(SendPushRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends an SMS.</summary>
    Task<SendReceipt> SendSmsAsync(SendSmsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends a WhatsApp message.</summary>
    Task<SendReceipt> SendWhatsAppAsync(SendWhatsAppRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends an in-app message.</summary>
    Task<SendReceipt> SendInAppAsync(SendInAppRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends an inbox message.</summary>
    Task<SendReceipt> SendInboxMessageAsync(
        SendInboxMessageRequest request, CancellationToken cancellationToken = default);
}
