namespace CustomerIo.Resilience.Api;

/// <summary>A transactional SMS.</summary>
public sealed class SendSmsRequest : PhoneRequest
{
    internal override string Path => "/v1/send/sms";
}
