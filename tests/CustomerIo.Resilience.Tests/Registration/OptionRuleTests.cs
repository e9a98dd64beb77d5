using System.Globalization;
using System.Reflection;
using CustomerIo.Resilience.Registration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Tests.Registration;

/// <summary>A host with a value that cannot be right does not start, and says what would be.</summary>
public sealed class OptionRuleTests
{
    public static TheoryData<string, string, string, bool> Bounds()
    {
        TheoryData<string, string, string, bool> bounds = [];
        foreach ((string path, PropertyInfo property) in Properties(typeof(CustomerIoOptions), string.Empty))
        {
            if (property.GetCustomAttribute<TimeRangeAttribute>() is { } time)
            {
                TimeSpan from = TimeSpan.Parse(time.Minimum, CultureInfo.InvariantCulture);
                TimeSpan to = TimeSpan.Parse(time.Maximum, CultureInfo.InvariantCulture);
                Add(path, $"{from - TimeSpan.FromTicks(1)}", $"from {from} to {to}", isAllowed: false);
                Add(path, $"{to + TimeSpan.FromTicks(1)}", $"from {from} to {to}", isAllowed: false);
                Add(path, $"{from}", string.Empty, isAllowed: true);
                Add(path, $"{to}", string.Empty, isAllowed: true);
            }
            else if (property.GetCustomAttribute<NumberRangeAttribute>() is { } number)
            {
                double step = property.PropertyType == typeof(double) ? 0.25 : 1;
                string range = string.Create(
                    CultureInfo.InvariantCulture, $"from {number.Minimum} to {number.Maximum}");
                Add(path, Text(number.Minimum - step), range, isAllowed: false);
                Add(path, Text(number.Maximum + step), range, isAllowed: false);
                Add(path, Text(number.Minimum), string.Empty, isAllowed: true);
                Add(path, Text(number.Maximum), string.Empty, isAllowed: true);
            }
        }

        return bounds;

        void Add(string path, string value, string range, bool isAllowed) => bounds.Add(path, value, range, isAllowed);
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void A_bound_is_allowed_and_beyond_it_is_named_with_value_and_range(
        string path, string value, string range, bool isAllowed)
    {
        using IHost host = App.Build(services => services.AddCustomerIo(
            App.Settings(("SiteId", "site"), ("TrackApiKey", "key"), (path, value)).GetSection("CustomerIo")));
        IStartupValidator validator = host.Get<IStartupValidator>();

        string message = Failure(validator);

        string option = $"{path[(path.LastIndexOf(':') + 1)..]} is {value}";
        if (isAllowed)
        {
            // Rules between options may still be broken by an extreme value.
            message.ShouldNotContain("; from ");
            return;
        }

        message.ShouldContain(option);
        message.ShouldContain(range);
        message.ShouldContain(path.Split(':')[0]);
    }

    [Theory]
    [InlineData(
        "Track:AttemptTimeout",
        "00:00:31",
        "CustomerIo:Track:AttemptTimeout is 00:00:31; at most TotalTimeout (00:00:30)")]
    [InlineData(
        "App:Retry:BaseDelay", "00:00:31", "CustomerIo:App:Retry:BaseDelay is 00:00:31; at most MaxDelay (00:00:30)")]
    [InlineData(
        "App:CircuitBreaker:ProbeTimeout", "00:00:09", "ProbeTimeout is 00:00:09; at least AttemptTimeout (00:00:10)")]
    [InlineData(
        "TrackAddress",
        "ftp://example.com",
        "CustomerIo:TrackAddress is 'ftp://example.com/'; an absolute http or https")]
    [InlineData(
        "ApiAddress", "example.com/path", "CustomerIo:ApiAddress is 'example.com/path'; an absolute http or https")]
    [InlineData("Region", "7", "CustomerIo:Region is '7'; US or EU is allowed")]
    [InlineData("Idempotency:Mode", "7", "CustomerIo:Idempotency:Mode is '7'; CallerKey or Content is allowed")]
    [InlineData("SiteId", " ", "CustomerIo:SiteId is missing")]
    [InlineData("TrackApiKey", "", "CustomerIo:TrackApiKey is missing")]
    public async Task A_rule_that_is_broken_keeps_the_host_from_starting(string option, string value, string words)
    {
        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo(App.Settings(
                [("SiteId", "site"), ("TrackApiKey", "key"), (option, value)]).GetSection("CustomerIo"))));

        exception.Message.ShouldContain(words);
    }

    [Fact]
    public async Task An_address_with_credentials_is_not_shown_with_them()
    {
        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo(options =>
            {
                (options.SiteId, options.TrackApiKey) = ("site", "key");
                options.TrackAddress = new Uri("ftp://user:secret@example.com/");
            })));

        exception.Message.ShouldContain("TrackAddress");
        exception.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_named_workspace_is_checked_and_named()
    {
        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services =>
            {
                services.AddCustomerIo(options => (options.SiteId, options.TrackApiKey) = ("site", "key"));
                services.AddCustomerIo("blog", options => options.SiteId = "site");
            }));

        exception.OptionsName.ShouldBe("blog");
        exception.Failures.ShouldHaveSingleItem().ShouldContain("TrackApiKey of the workspace 'blog' is missing");
    }

    [Fact]
    public async Task Several_broken_rules_are_told_at_once()
    {
        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo(options =>
            {
                options.Track.Retry.MaxRetries = 11;
                options.App.Retry.Jitter = 1.5;
                options.Delivery.Lanes = 0;
            })));

        exception.Failures.Count().ShouldBe(3);
        exception.Message.ShouldContain("Jitter is 1.5; from 0 to 1");
    }

    private static string Failure(IStartupValidator validator)
    {
        try
        {
            validator.Validate();
            return string.Empty;
        }
        catch (OptionsValidationException exception)
        {
            return exception.Message;
        }
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<(string Path, PropertyInfo Property)> Properties(Type type, string prefix)
    {
        foreach (PropertyInfo property in type.GetProperties())
        {
            yield return (prefix + property.Name, property);
            if (property.PropertyType.Namespace == type.Namespace && property.PropertyType.IsClass)
            {
                foreach ((string, PropertyInfo) inner in Properties(property.PropertyType, $"{prefix}{property.Name}:"))
                {
                    yield return inner;
                }
            }
        }
    }
}
