using CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

namespace CustomerIo.Resilience.AspNetCore.Tests.Dashboard;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("<b>", "&lt;b&gt;")]
    [InlineData("\" onfocus=\"alert(1)", "&quot; onfocus=&quot;alert(1)")]
    [InlineData("it's & that", "it&#x27;s &amp; that")]
    [InlineData(null, "")]
    public void What_is_put_into_a_hole_is_encoded(string? text, string shown) =>
        Html.Of($"<i title=\"{text}\">{text}</i>").ToString().ShouldBe($"<i title=\"{shown}\">{shown}</i>");

    [Fact]
    public void Markup_is_put_in_as_it_is()
    {
        Html item = Html.Of($"<li>{"<1>"}</li>");

        Html.Of($"<ul>{item}{Html.Join([item, item])}{Html.Empty}</ul>").ToString()
            .ShouldBe("<ul><li>&lt;1&gt;</li><li>&lt;1&gt;</li><li>&lt;1&gt;</li></ul>");
    }
}
