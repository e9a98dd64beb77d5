namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>The environment variable that is read when no secret is configured.</summary>
internal static class WebhookEnvironment
{
    public const string SigningSecret = "CUSTOMERIO_WEBHOOK_SIGNING_SECRET";

    public static void Apply(CustomerIoWebhookOptions options)
    {
        if (options.SigningSecrets.Count == 0
            && Environment.GetEnvironmentVariable(SigningSecret) is { } secret
            && !string.IsNullOrWhiteSpace(secret))
        {
            options.SigningSecrets.Add(secret);
        }
    }
}
