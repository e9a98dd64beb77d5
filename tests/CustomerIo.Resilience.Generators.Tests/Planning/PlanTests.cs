using CustomerIo.Resilience.Generators.Tests.Support;

namespace CustomerIo.Resilience.Generators.Tests.Planning;

public sealed class PlanTests
{
    private const string Source = """
        public enum Tier { Free }

        [CustomerIoEvent("checkout_completed")]
        public partial record CheckoutCompleted(
            string OrderId, decimal Total, int Items, string? Coupon, bool Gift, DateTimeOffset At, string[] Tags, Tier Tier)
        {
            [CustomerIoAdditional]
            public Dictionary<string, object?>? More { get; init; }
        }

        [CustomerIoEvent("signed_up")]
        public partial record SignedUp;
        """;

    private const string Plan = """
        {
          "events": {
            "checkout_completed": {
              "order_id": "string",
              "total": "number",
              "items": "integer",
              "coupon": "string?",
              "gift": "boolean",
              "at": "time",
              "tags": "array",
              "tier": "string",
              "*": "any"
            },
            "signed_up": {}
          }
        }
        """;

    [Fact]
    public async Task Code_that_is_as_planned_has_no_diagnostics() =>
        (await new ShopProject(Source, Plan).DiagnosticsAsync()).ShouldBeEmpty();

    [Fact]
    public async Task Differences_are_told_where_they_are()
    {
        string plan = Plan
            .Replace("\"order_id\": \"string\"", "\"order_id\": \"integer\"", StringComparison.Ordinal)
            .Replace("\"total\": \"number\",", "\"total\": \"any\", \"currency\": \"string\",", StringComparison.Ordinal)
            .Replace("\"coupon\": \"string?\",", "\"coupon\": \"string\",", StringComparison.Ordinal)
            .Replace("\"gift\": \"boolean\",", "", StringComparison.Ordinal)
            .Replace(",\n      \"*\": \"any\"", "", StringComparison.Ordinal)
            .Replace("signed_up", "plan_changed", StringComparison.Ordinal);
        string source = Source.Replace("[CustomerIoAdditional]", "[CustomerIoIgnore]", StringComparison.Ordinal);

        string[] diagnostics = await new ShopProject(source, plan).DiagnosticsAsync();

        diagnostics.ShouldBe(
        [
            "CIO1021 Warning at «\"signed_up\"»: The event 'signed_up' is not in the tracking plan",
            "CIO1022 Warning at «\"plan_changed\"»: The tracking plan has the event 'plan_changed'; no type declares it",
            "CIO1023 Warning at «Gift»: The tracking plan has no member 'gift' of the event 'checkout_completed'",
            "CIO1024 Warning at «\"checkout_completed\"»: The tracking plan has a member 'currency' of the event 'checkout_completed'; 'Shop.CheckoutCompleted' does not",
            "CIO1025 Warning at «Coupon»: The tracking plan has 'string' for the member 'coupon' of the event 'checkout_completed'; here it is 'string?'",
            "CIO1025 Warning at «OrderId»: The tracking plan has 'integer' for the member 'order_id' of the event 'checkout_completed'; here it is 'string'",
        ]);
    }

    [Theory]
    [InlineData("", "'{' is expected.")]
    [InlineData("{}", "It has no \"events\".")]
    [InlineData("{\"events\": {}} x", "There is more after the end.")]
    [InlineData("{\"events\": {\"a\": {\"b\": \"text\"}}}", "'text' is no type. Use string, integer, number, boolean, time, array, object, any, with ? where a member may be missing.")]
    [InlineData("{\"events\": {\"a\": {\"b\": \"string??\"}}}", "'string??' is no type. Use string, integer, number, boolean, time, array, object, any, with ? where a member may be missing.")]
    [InlineData("{\"events\": {\"a\": {\"b\": \"any\", \"b\": \"any\"}}}", "The member 'b' is there twice.")]
    [InlineData("{\"events\": {\"a\": {}, \"a\": {}}}", "The event 'a' is there twice.")]
    [InlineData("{\"events\": {\"a\": {\"b\"", "':' is expected.")]
    [InlineData("{\"events\": {\"a", "A text has no end.")]
    [InlineData("{\"events\": {\"\\x\": {}}}", "'\\x' is no escape sequence of JSON.")]
    [InlineData("{\"note\": , \"events\": {}}", "A value is missing.")]
    [InlineData("{\"note\": [1, 2}", "']' is expected.")]
    public async Task A_plan_that_cannot_be_read_is_an_error_and_nothing_is_compared_with_it(string plan, string message)
    {
        string diagnostic = (await new ShopProject(Source, plan).DiagnosticsAsync()).ShouldHaveSingleItem();

        diagnostic.ShouldStartWith("CIO1020 Error at «");
        diagnostic.ShouldEndWith($"The tracking plan cannot be read: {message}");
    }

    [Fact]
    public async Task Anything_else_in_the_file_is_passed_over()
    {
        string plan = Plan.Insert(1, """
            "$schema": "./customerio.plan.schema.json", "version": -1.5e+3, "owners": ["a", {"b": [true, null, []]}], "u": "\u00fc\n\"\\\/\b\f\r\t",
            """);

        (await new ShopProject(Source, plan).DiagnosticsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_plan_that_is_written_from_code_is_the_plan_of_that_code()
    {
        string written = new ShopProject(Source, writesPlan: true).GeneratedFiles()["CustomerIoPlan.g.cs"];
        string plan = string.Join('\n', written.Split('\n').Where(static line => !line.StartsWith('#')));

        plan.Trim().ShouldBe(Plan);
        (await new ShopProject(Source, plan).DiagnosticsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_plan_is_written_nothing_is_compared_with_the_old_one() =>
        (await new ShopProject(Source, "{}", writesPlan: true).DiagnosticsAsync()).ShouldBeEmpty();
}
