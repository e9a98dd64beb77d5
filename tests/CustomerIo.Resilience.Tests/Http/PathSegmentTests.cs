using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("2 ", "2%20")]
    [InlineData("3/", "3%2F")]
    [InlineData("%&*/test.#@!~", "%25%26%2A%2Ftest.%23%40%21~")]
    [InlineData("...", "...")]
    [InlineData(".a", ".a")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    public void An_identifier_is_escaped(string value, string expected)
    {
        string escaped = PathSegment.Escape(value, "id");

        escaped.ShouldBe(expected);
        Uri.UnescapeDataString(escaped).ShouldBe(value);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void Dots_alone_are_refused_with_a_way_out(string value)
    {
        ArgumentException exception = Should.Throw<ArgumentException>(() => PathSegment.Escape(value, "personId"));

        exception.ParamName.ShouldBe("personId");
        exception.Message.ShouldContain("v2 entity");
    }

    [Theory]
    [InlineData("/customers/../events")]
    [InlineData("/customers/%2e%2E/events")]
    [InlineData("/customers/.%2e/events")]
    [InlineData("/customers/./events")]
    [InlineData("/customers/..")]
    [InlineData("/customers/..?a=b")]
    [InlineData("customers")]
    [InlineData("@evil.example/")]
    public async Task A_path_that_leads_elsewhere_is_not_sent(string path)
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(200));
        await using var harness = new HttpHarness(network: network);

        await Should.ThrowAsync<ArgumentException>(() => harness.SendAsync(HttpHarness.Post(path)));

        network.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers/...")]
    [InlineData("/customers/..a/events")]
    [InlineData("/customers//events?x=../..")]
    [InlineData("/customers/a%2F..%2Fb")]
    public void Other_paths_are_fine(string path) => Should.NotThrow(() => PathSegment.CheckPath(path));
}
