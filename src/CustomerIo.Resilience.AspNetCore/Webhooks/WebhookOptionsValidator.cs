using System.Globalization;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Checks the options, naming the value and what is allowed; of a secret it names the place only.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<CustomerIoWebhookOptions>
{
    private const string Section = "CustomerIo:Webhooks:";

    public ValidateOptionsResult Validate(string? name, CustomerIoWebhookOptions options)
    {
        string?[] problems =
        [
            .. Secrets(options.SigningSecrets),
            Range(nameof(options.ReplayWindow), options.ReplayWindow, TimeSpan.FromSeconds(1), TimeSpan.FromDays(8)),
            Range(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1_000, 30_000_000),
            Range(nameof(options.Concurrency), options.Concurrency, 1, 1_000),
            Range(nameof(options.QueueCapacity), options.QueueCapacity, 1, 100_000),
            Range(nameof(options.QueueBytes), options.QueueBytes, options.MaxBodyBytes, 10_000_000_000),
            Range(
                nameof(options.AnswerWithin),
                options.AnswerWithin,
                TimeSpan.FromMilliseconds(50),
                TimeSpan.FromMilliseconds(3_500)),
            Range(
                nameof(options.HandlerTimeout),
                options.HandlerTimeout,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromHours(1)),
            Range(nameof(options.RememberEvents), options.RememberEvents, 1, 10_000_000),
            Range(nameof(options.RememberFor), options.RememberFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        ];
        string[] found = [.. problems.OfType<string>()];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static IEnumerable<string> Secrets(IList<string> secrets)
    {
        if (secrets.Count == 0)
        {
            yield return
                $"{Section}SigningSecrets is empty. Take the signing key from the page of the webhook in Customer.io " +
                "and set it in the configuration given to AddCustomerIoWebhooks, or set the environment variable " +
                $"{WebhookEnvironment.SigningSecret}.";
        }

        for (int index = 0; index < secrets.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(secrets[index]))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Section}SigningSecrets:{index} is empty. Set it, or take it out of the list.");
            }
        }
    }

    private static string? Range<T>(string option, T value, T minimum, T maximum)
        where T : IComparable<T>, IFormattable => value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0
            ? string.Create(
                CultureInfo.InvariantCulture, $"{Section}{option} is {value}; from {minimum} to {maximum} is allowed.")
            : null;
}
