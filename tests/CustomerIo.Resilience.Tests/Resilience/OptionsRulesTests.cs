using System.ComponentModel.DataAnnotations;
using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Tests.Resilience;

public sealed class OptionsRulesTests
{
    [Fact]
    public void The_defaults_break_no_rule()
    {
        ResilienceOptionsRules.Check("Track", new ResilienceOptions()).ShouldBeEmpty();
        foreach (object options in new object[]
        {
            new ResilienceOptions(), new RetryOptions(), new CircuitBreakerOptions(), new RateLimitOptions(),
            new IdempotencyOptions(),
        })
        {
            Validate(options).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Each_broken_rule_is_named_with_its_values()
    {
        var options =
            new ResilienceOptions { TotalTimeout = TimeSpan.FromSeconds(5), AttemptTimeout = TimeSpan.FromSeconds(20) };
        options.Retry.BaseDelay = TimeSpan.FromSeconds(40);

        ResilienceOptionsRules.Check("CustomerIo:Track", options).ShouldBe([
            "CustomerIo:Track:AttemptTimeout is 00:00:20; at most TotalTimeout (00:00:05) is allowed.",
            "CustomerIo:Track:Retry:BaseDelay is 00:00:40; at most MaxDelay (00:00:30) is allowed.",
            "CustomerIo:Track:CircuitBreaker:ProbeTimeout is 00:00:15; at least AttemptTimeout (00:00:20) is allowed.",
        ]);
    }

    [Fact]
    public void A_value_out_of_range_is_named_with_the_range()
    {
        Validate(new CircuitBreakerOptions { BreakDuration = TimeSpan.Zero, FailureThreshold = 0 }).ShouldBe(
            [
                "FailureThreshold is 0; from 1 to 1000 is allowed.",
                "BreakDuration is 00:00:00; from 00:00:00.5000000 to 1.00:00:00 is allowed.",
            ],
            ignoreOrder: true);
    }

    private static List<string?> Validate(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage)];
    }
}
