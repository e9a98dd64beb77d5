using CustomerIo.Resilience.Generators.Model;

namespace CustomerIo.Resilience.Generators.Tests.Generating;

public sealed class NameStyleTests
{
    [Theory]
    [InlineData("OrderId", "order_id")]
    [InlineData("orderId", "order_id")]
    [InlineData("Total", "total")]
    [InlineData("URL", "url")]
    [InlineData("HTMLBody", "html_body")]
    [InlineData("ProductURL", "product_url")]
    [InlineData("Line2Total", "line2_total")]
    [InlineData("A", "a")]
    [InlineData("AB", "ab")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("Mixed_Case", "mixed_case")]
    [InlineData("Order Completed", "order_completed")]
    [InlineData("order-completed.now", "order_completed_now")]
    [InlineData("Straße", "straße")]
    public void Names_become_snake_case(string name, string expected) => NameStyle.ToSnakeCase(name).ShouldBe(expected);

    [Theory]
    [InlineData("order_id", true)]
    [InlineData("a1", true)]
    [InlineData("Order", false)]
    [InlineData("1a", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    [InlineData("über", false)]
    public void Snake_case_is_known(string name, bool expected) => NameStyle.IsSnakeCase(name).ShouldBe(expected);
}
