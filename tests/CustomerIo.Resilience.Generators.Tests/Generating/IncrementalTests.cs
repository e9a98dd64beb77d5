using CustomerIo.Resilience.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CustomerIo.Resilience.Generators.Tests.Generating;

public sealed class IncrementalTests
{
    private const string Source = """
        [CustomerIoEvent("one")]
        public partial record One(string A);

        [CustomerIoEvent("two")]
        public partial record Two(string B);

        [CustomerIoAttributes]
        public partial record Profile(string Email);
        """;

    [Fact]
    public void Editing_another_file_generates_nothing_anew()
    {
        ShopProject project = new(Source);

        GeneratorRunResult result = Edit(project, compilation =>
            compilation.AddSyntaxTrees(ShopProject.Parse("class Unrelated { int x; }", "Unrelated.cs")));

        OutputReasons(result).ShouldAllBe(static reason => reason == IncrementalStepRunReason.Cached);
        Reasons(result, "Event").ShouldAllBe(static reason => IsReused(reason));
        Reasons(result, "Attributes").ShouldAllBe(static reason => IsReused(reason));
        Reasons(result, "All").ShouldAllBe(static reason => IsReused(reason));
    }

    [Fact]
    public void Editing_around_an_event_generates_nothing_anew()
    {
        ShopProject project = new(Source);

        GeneratorRunResult result = Edit(project, static compilation =>
            Replace(compilation, "public partial record Two(string B);", "/* moved */\n\npublic partial record Two( string  B );"));

        OutputReasons(result).ShouldAllBe(static reason => reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void Editing_an_event_generates_it_and_the_list_anew_and_nothing_else()
    {
        ShopProject project = new(Source);

        GeneratorRunResult result = Edit(project, static compilation =>
            Replace(compilation, "public partial record Two(string B);", "public partial record Two(string B, int C);"));

        OutputReasons(result).Count(static reason => reason == IncrementalStepRunReason.Modified).ShouldBe(2);
        OutputReasons(result).Count(static reason => IsReused(reason)).ShouldBe(2);
    }

    private static GeneratorRunResult Edit(ShopProject project, Func<CSharpCompilation, CSharpCompilation> edit) =>
        project.Generate().RunGenerators(edit(project.Compilation)).GetRunResult().Results.Single();

    private static CSharpCompilation Replace(CSharpCompilation compilation, string old, string replacement)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        string changed = tree.ToString().Replace(old, replacement, StringComparison.Ordinal);
        changed.ShouldNotBe(tree.ToString());
        return compilation.ReplaceSyntaxTree(tree, ShopProject.Parse(changed, tree.FilePath));
    }

    private static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRunResult result) => result.TrackedOutputSteps
        .SelectMany(static step => step.Value).SelectMany(static step => step.Outputs).Select(static output => output.Reason);

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step)
    {
        IncrementalStepRunReason[] reasons =
            [.. result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason)];
        reasons.ShouldNotBeEmpty();
        return reasons;
    }

    private static bool IsReused(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
