using CustomerIo.Resilience.Generators.CodeFixes;

namespace CustomerIo.Resilience.Generators.Tests.Fixing;

public sealed class CodeFixTests
{
    [Theory]
    [InlineData("[CustomerIoEvent(\"a\")]\npublic record A;", "[CustomerIoEvent(\"a\")]\npublic partial record A;")]
    [InlineData("[CustomerIoEvent(\"a\")]\nrecord struct A;", "[CustomerIoEvent(\"a\")]\npartial record struct A;")]
    [InlineData(
        "public sealed class A\n{\n    // Inside.\n    [CustomerIoData]\n    public partial struct B { }\n}",
        "public sealed partial class A\n{\n    // Inside.\n    [CustomerIoData]\n    public partial struct B { }\n}")]
    [InlineData("[CustomerIoEvent(\"a\")] // First.\n// Second.\nrecord A;", "[CustomerIoEvent(\"a\")] // First.\n// Second.\npartial record A;")]
    public async Task Partial_is_added(string source, string expected) =>
        (await Support.Fixing.ApplyAsync(source, new PartialCodeFix())).ShouldBe(expected);

    [Fact]
    public async Task A_name_becomes_snake_case() =>
        (await Support.Fixing.ApplyAsync("[CustomerIoEvent(\"Order Placed\")]\npublic partial record A;", new EventNameCodeFix()))
        .ShouldBe("[CustomerIoEvent(\"order_placed\")]\npublic partial record A;");

    [Theory]
    [InlineData("DateTime At", "DateTimeOffset At")]
    [InlineData("DateTime? At", "DateTimeOffset? At")]
    [InlineData("System.DateTime At", "System.DateTimeOffset At")]
    public async Task A_DateTime_becomes_a_DateTimeOffset(string before, string after) =>
        (await Support.Fixing.ApplyAsync($"[CustomerIoEvent(\"a\")]\npublic partial record A({before});", new DateTimeCodeFix()))
        .ShouldBe($"[CustomerIoEvent(\"a\")]\npublic partial record A({after});");

    [Theory]
    [InlineData(
        "client.TrackAsync(\"1\", \"checkout\", new() { [\"order_id\"] = id, [\"total\"] = 1.5m }, cancellationToken: default)",
        "client.TrackAsync(\"1\", new CheckoutCompleted(OrderId: id, Total: 1.5m), cancellationToken: default)")]
    [InlineData(
        "client.TrackAsync(\"1\", \"checkout\", data: new Dictionary<string, object?> { [\"order_id\"] = id, [\"total\"] = 2, [\"coupon\"] = \"x\" })",
        "client.TrackAsync(\"1\", new CheckoutCompleted(OrderId: id, Total: 2, Coupon: \"x\"))")]
    [InlineData("client.TrackAsync(\"1\", \"checkout\", new() { [\"order_id\"] = id })", null)]
    [InlineData("client.TrackAsync(\"1\", \"checkout\", new() { [\"order_id\"] = id, [\"total\"] = 1, [\"other\"] = 1 })", null)]
    [InlineData("client.TrackAsync(\"1\", \"checkout\", new(data) { [\"order_id\"] = id, [\"total\"] = 1 })", null)]
    [InlineData("client.TrackAsync(\"1\", \"checkout\", new() { [\"order_id\"] = id, [\"total\"] = 1, [\"total\"] = 2 })", null)]
    [InlineData(
        "client.TrackAsync(\"1\", \"checkout\", options: default, data: new() { [\"order_id\"] = id, [\"total\"] = 1 })",
        "client.TrackAsync(\"1\", new CheckoutCompleted(OrderId: id, Total: 1), options: default)")]
    [InlineData("client.TrackAsync(\"1\", \"checkout\", data)", null)]
    [InlineData("client.TrackAsync(\"1\", \"checkout\")", null)]
    public async Task A_name_and_its_dictionary_become_the_typed_event(string call, string? expected)
    {
        string source = $$"""
            [CustomerIoEvent("checkout")]
            public partial record CheckoutCompleted(string OrderId, decimal Total, string? Coupon = null)
            {
                [CustomerIoAdditional]
                public Dictionary<string, object?>? More { get; init; }
            }

            public class Caller
            {
                public Task Call(ICustomerIoClient client, string id, Dictionary<string, object?> data) => {{call}};
            }
            """;

        string? actual = await Support.Fixing.ApplyAsync(source, new TypedCallCodeFix());

        actual.ShouldBe(expected is null ? null : source.Replace(call, expected, StringComparison.Ordinal));
    }
}
