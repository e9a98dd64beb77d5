using System.Reflection;
using CustomerIo.Resilience.AspNetCore;
using CustomerIo.Resilience.Packaging.Tests.Support;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Packaging.Tests;

/// <summary>A promise to users changes only where somebody looks at the change.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "ACCEPT_PUBLIC_API";

    [Theory]
    [InlineData(typeof(ICustomerIoClient))]
    [InlineData(typeof(SqliteFallbackOptions))]
    [InlineData(typeof(CustomerIoHealthEndpointExtensions))]
    [InlineData(typeof(CustomerIoSimulator))]
    public void The_public_api_is_the_accepted_one(Type marker)
    {
        Assembly assembly = marker.Assembly;
        string file = Path.Combine(Repository.Tests, "PublicApi", $"{assembly.GetName().Name}.txt");
        string actual = PublicApiText.Of(assembly);
        if (Environment.GetEnvironmentVariable(Accept) is "1")
        {
            File.WriteAllText(file, actual);
        }

        string accepted = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty;

        Difference(accepted, actual).ShouldBeEmpty(
            $"The public API of {assembly.GetName().Name} is not the one in {Path.GetRelativePath(Repository.Root, file)}. "
            + $"If the change is meant, run the tests with {Accept}=1 and commit the file.");
    }

    [Fact]
    public void A_member_that_is_gone_or_new_is_shown_with_its_type() =>
        Difference("class A\n    Old()\nclass B\n    Same()\n", "class A\n    New()\nclass B\n    Same()\n")
            .ShouldBe("- class A | Old()\n+ class A | New()\n");

    private static string Difference(string accepted, string actual)
    {
        string[] before = [.. WithTypes(accepted)];
        string[] after = [.. WithTypes(actual)];
        return string.Concat(before.Except(after).Select(line => $"- {line}\n"))
            + string.Concat(after.Except(before).Select(line => $"+ {line}\n"));
    }

    private static IEnumerable<string> WithTypes(string text)
    {
        string type = string.Empty;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isMember = line.StartsWith(' ');
            type = isMember ? type : line;
            yield return isMember ? $"{type} | {line.Trim()}" : line;
        }
    }
}
