using System.Text.Json;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class RawCallTests : ApiTestBase
{
    [Fact]
    public async Task What_has_no_method_of_its_own_can_be_called()
    {
        Http.Answer("""{"ip_addresses":["1.2.3.4"]}""");

        JsonElement answer = await Client.SendAsync(HttpMethod.Get, "/v1/info/ip_addresses");

        answer.GetProperty("ip_addresses")[0].GetString().ShouldBe("1.2.3.4");
        ShouldBe("GET /v1/info/ip_addresses", string.Empty);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_undefined()
    {
        Http.Answer(string.Empty, 204);

        JsonElement answer = await Client.SendAsync(HttpMethod.Delete, "/v1/collections/3");

        answer.ValueKind.ShouldBe(JsonValueKind.Undefined);
    }

    [Theory]
    [InlineData("GET", "/v1/campaigns/3", "App", "Safe")]
    [InlineData("PUT", "/v1/collections/3", "App", "Safe")]
    [InlineData("POST", "/v1/newsletters/3/send", "App", "OnlyIfNotTaken")]
    [InlineData("POST", "/v1/send/email", "AppSend", "OnlyIfNotTaken")]
    [InlineData("POST", "/v1/campaigns/3/triggers", "AppBroadcast", "OnlyIfNotTaken")]
    [InlineData("GET", "/v1/campaigns/3/triggers", "App", "Safe")]
    public async Task Its_path_and_method_decide_over_limits_and_repeats(
        string method, string path, string surface, string repetition)
    {
        await Client.SendAsync(new HttpMethod(method), path, "{}"u8.ToArray());

        Http.Call.Surface.ToString().ShouldBe(surface);
        Http.Call.Repetition.ToString().ShouldBe(repetition);
    }

    [Theory]
    [InlineData("https://elsewhere.example/v1/x")]
    [InlineData("//elsewhere.example/v1/x")]
    [InlineData("/api/v1/customers/1")]
    [InlineData("v1/info")]
    [InlineData("/v1/customers/../segments/3")]
    [InlineData("/v1/customers/%2E%2e/segments")]
    public void A_path_that_leads_elsewhere_is_refused(string path)
    {
        Should.Throw<ArgumentException>(() => Client.SendAsync(HttpMethod.Get, path)).ParamName.ShouldBe("path");
        Http.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_is_the_same_exception_as_everywhere()
    {
        Http.Add(HttpResult.None(FailureKind.CircuitOpen, cause: null, TimeSpan.FromSeconds(5)));

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => Client.SendAsync(HttpMethod.Get, "/v1/info/ip_addresses"));

        exception.Reason.ShouldBe(CustomerIoErrorReason.CircuitOpen);
        exception.RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
    }
}
