using CustomerIo.Resilience.AspNetCore;
using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests;

public sealed class OptionsTableTests
{
    private static readonly Page Options = Page.Of("options");

    [Theory]
    [InlineData("# Options", typeof(CustomerIoOptions))]
    [InlineData("## The SQLite store", typeof(SqliteFallbackOptions))]
    [InlineData("## Webhooks", typeof(CustomerIoWebhookOptions))]
    [InlineData("## The dashboard", typeof(CustomerIoDashboardOptions))]
    public void The_page_has_every_option_with_its_default_and_range_in_the_order_of_the_class(string heading, Type type)
    {
        string[] expected = [.. OptionRow.AllOf(Activator.CreateInstance(type)!)];

        string[] rows = [.. Options.RowsOf("| Option |", heading).Select(WithoutMeaning)];

        expected.ShouldNotBeEmpty();
        rows.ShouldBe(expected, "The rows that should be there:\n" + string.Join('\n', expected));
    }

    [Fact]
    public void The_page_names_the_options_that_have_no_default()
    {
        string[] names =
        [
            .. new object[] { new CustomerIoOptions(), new CustomerIoWebhookOptions() }
                .SelectMany(static options => options.GetType().GetProperties()
                    .Where(option => !option.CanWrite || option.GetValue(options) is null))
                .Select(static option => option.Name),
        ];

        names.Length.ShouldBeGreaterThan(5);
        names.Where(static name => !Options.Text.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Both_apis_have_the_same_defaults()
    {
        CustomerIoOptions options = new();

        options.App.ShouldBeEquivalentTo(options.Track);
    }

    // The last column says what the option is for, in words that no test can check.
    private static string WithoutMeaning(string row) => string.Join(" | ", row.Split(" | ")[..3]) + " |";
}
