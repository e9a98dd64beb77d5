using System.Text.RegularExpressions;
using System.Xml.Linq;
using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Ci;

/// <summary>The command that runs all tests.</summary>
public sealed partial class TestCommandTests
{
    [Fact]
    public void A_change_is_tested_with_the_command_that_the_readme_prints()
    {
        string printed = Readme.Lines.SelectMany(static line => line.Split('`'))
            .Where(static text => text.StartsWith("dotnet test", StringComparison.Ordinal))
            .ShouldHaveSingleItem();

        File.ReadLines(Path.Combine(Repository.Root, ".ci", "run"))
            .First(static line => line.StartsWith("dotnet ", StringComparison.Ordinal))
            .ShouldStartWith($"{printed} ");
    }

    [Fact]
    public void A_pending_test_is_left_out_whatever_it_waits_for()
    {
        string[] letters = [.. LeftOut().Matches(Filter("tests", ".runsettings")).Select(static match => match.Groups["text"].Value)];
        string[] listed = [.. Listed().Matches(Filter(".ci", "pending.runsettings")).Select(static match => match.Groups["text"].Value)];

        letters.ShouldNotBeEmpty();
        listed.ShouldBe(letters);
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => PendingTrait().Matches(File.ReadAllText(file)).Select(match => (File: file, match.Groups["text"].Value)))
            .Where(pending => !letters.Any(letter => pending.Value.Contains(letter, StringComparison.OrdinalIgnoreCase)))
            .ShouldBeEmpty();
    }

    private static string Filter(params string[] path) =>
        XDocument.Load(Path.Combine([Repository.Root, .. path])).Descendants("TestCaseFilter").Single().Value;

    [GeneratedRegex("Pending!~(?<text>[a-z])(&|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeftOut();

    [GeneratedRegex(@"Pending~(?<text>[a-z])(\||$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listed();

    [GeneratedRegex("""Trait\("Pending",\s*"(?<text>[^"]*)"\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PendingTrait();
}
