namespace CustomerIo.Resilience.Api;

/// <summary>A transactional WhatsApp message.</summary>
public sealed class SendWhatsAppRequest : PhoneRequest
{
    internal override string Path => "/v1/send/whatsapp";
}
