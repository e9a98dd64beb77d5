using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart.Tests;

public sealed class OperationFileTests
{
    [Fact]
    public void Every_kind_of_line_is_read()
    {
        OperationFile file = OperationFile.Read(
        [
            """{"op":"identify","person":"ada","attributes":{"vip":true}}""",
            """{"op":"track","person":"ada","event":"signed_up"}""",
            """{"op":"add_device","person":"ada","token":"t","platform":"android"}""",
            """{"op":"delete_device","person":"ada","token":"t"}""",
            """{"op":"delete","person":"ada"}""",
        ]);

        file.Problems.ShouldBeEmpty();
        file.Operations.Select(operation => operation.Kind).ShouldBe(Enum.GetValues<FileOperationKind>());
        file.Operations.Select(operation => operation.Line).ShouldBe([1, 2, 3, 4, 5]);
        file.Operations[0].Values["vip"].GetBoolean().ShouldBeTrue();
        file.Operations[1].Event.ShouldBe("signed_up");
        file.Operations[2].ShouldSatisfyAllConditions(
            device => device.Token.ShouldBe("t"), device => device.Platform.ShouldBe(DevicePlatform.Android));
    }

    [Theory]
    [InlineData("""{"op":"delete" """, "it is not JSON")]
    [InlineData("""["delete"]""", "not an object")]
    [InlineData("""{"person":"ada"}""", "'op' is missing")]
    [InlineData("""{"op":"delete"}""", "'person' is missing")]
    [InlineData("""{"op":"delete","person":" "}""", "'person' must be a text that is not empty")]
    [InlineData("""{"op":"delete","person":7}""", "'person' must be a text that is not empty")]
    [InlineData("""{"op":"track","person":"ada"}""", "'event' is missing")]
    [InlineData("""{"op":"track","person":"ada","event":"e","data":[]}""", "'data' must be an object")]
    [InlineData("""{"op":"identify","person":"ada","attributes":{"line":1}}""", "a member 'line'")]
    [InlineData("""{"op":"identify","person":"ada","attributes":{"_update":true}}""", "a member '_update'")]
    [InlineData("""{"op":"add_device","person":"ada","token":"t","platform":"fax"}""", "'platform' is 'fax'")]
    public void A_line_that_is_no_operation_is_named_with_its_reason(string line, string reason)
    {
        OperationFile file = OperationFile.Read([string.Empty, line, """{"op":"delete","person":"ada"}"""]);

        file.Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            problem => problem.Line.ShouldBe(2), problem => problem.Reason.ShouldContain(reason));
        file.Operations.ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Fact]
    public void The_shipped_file_has_thousands_of_operations_of_200_people()
    {
        OperationFile file = OperationFile.Read(OperationFile.Shipped);

        file.Problems.ShouldBeEmpty();
        file.Operations.Count.ShouldBeGreaterThanOrEqualTo(5_000);
        file.Operations.Select(operation => operation.Person).Distinct().Count().ShouldBe(200);
        file.Operations.Select(operation => operation.Event).Where(name => name.Length > 0).Distinct().ShouldBe(
            ["signed_up", "plan_changed", "feature_used", "checkout_completed", "subscription_cancelled"],
            ignoreOrder: true);
    }
}
