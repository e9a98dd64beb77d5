using System.Text.Json;
using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class ApiGroupTests : ApiTestBase
{
    [Fact]
    public void Every_group_has_the_path_of_its_name()
    {
        IEnumerable<(string Name, string Path)> groups = typeof(IApiClient).GetProperties()
            .Where(static property => property.PropertyType == typeof(IApiGroup))
            .Select(property => (property.Name, ((IApiGroup)property.GetValue(Client)!).Path));

        groups.Count().ShouldBe(20);
        groups.Select(static group => group.Path).ShouldBe(
            groups.Select(static group => $"/v1/{JsonNamingPolicy.SnakeCaseLower.ConvertName(group.Name)}"));
    }

    [Fact]
    public async Task Operations_are_called_by_their_path_below_the_group()
    {
        await Client.Campaigns.GetAsync();
        await Client.Campaigns.GetAsync("3/metrics?period=days");
        await Client.Messages.GetAsync("?limit=5");
        await Client.Collections.PutAsync("3/content", "[]"u8.ToArray());
        await Client.Snippets.DeleteAsync("name");
        await Client.Newsletters.PostAsync("3/send", "{}"u8.ToArray());

        ShouldHaveCalled(
            "GET /v1/campaigns",
            "GET /v1/campaigns/3/metrics?period=days",
            "GET /v1/messages?limit=5",
            "PUT /v1/collections/3/content",
            "DELETE /v1/snippets/name",
            "POST /v1/newsletters/3/send");
        Http.Calls[^1].Repetition.ShouldBe(Repetition.OnlyIfNotTaken);
        Http.Calls[^1].Body.ToArray().ShouldBe("{}"u8.ToArray());
    }

    [Fact]
    public async Task The_answer_is_json()
    {
        Http.Answer("""{"campaigns":[{"id":3}]}""");

        JsonElement answer = await Client.Campaigns.GetAsync();

        answer.GetProperty("campaigns")[0].GetProperty("id").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("../segments/3")]
    [InlineData("3/./x")]
    [InlineData("/../segments")]
    public void A_group_is_not_left(string path) =>
        Should.Throw<ArgumentException>(() => Client.Campaigns.DeleteAsync(path));
}
