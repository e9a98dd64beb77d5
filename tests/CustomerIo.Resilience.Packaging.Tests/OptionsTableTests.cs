using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests;

public sealed class OptionsTableTests
{
    [Fact]
    public void The_readme_has_every_option_with_its_default_and_range_in_the_order_of_the_class()
    {
        string[] rows = [.. Readme.Lines
            .SkipWhile(line => !line.StartsWith("| Option |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(WithoutMeaning)];

        rows.ShouldBe(OptionRow.All(), "The rows that should be there:\n" + string.Join('\n', OptionRow.All()));
    }

    [Fact]
    public void The_readme_names_the_options_that_have_no_default() => typeof(CustomerIoOptions).GetProperties()
        .Where(option => option.GetValue(new CustomerIoOptions()) is null)
        .Where(option => !Readme.Text.Contains($"`{option.Name}`", StringComparison.Ordinal))
        .ShouldBeEmpty();

    [Fact]
    public void Both_apis_have_the_same_defaults()
    {
        CustomerIoOptions options = new();

        options.App.ShouldBeEquivalentTo(options.Track);
    }

    // The last column says what the option is for, in words that no test can check.
    private static string WithoutMeaning(string row) => string.Join(" | ", row.Split(" | ")[..3]) + " |";
}
