using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Track;

public sealed class TrackClientV1Tests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly RecordingHttp _http = new();
    private readonly TrackClient _client;

    public TrackClientV1Tests() => _client = new TrackClient(_http, new CountingIds());

    [Fact]
    public async Task Identify_puts_the_attributes_at_the_top_level()
    {
        await _client.IdentifyAsync("42", new() { ["plan"] = "pro", ["created_at"] = Time, ["_update"] = true });

        ShouldBe(HttpMethod.Put, "/api/v1/customers/42", """{"plan":"pro","created_at":1700000000,"_update":true}""");
    }

    [Theory]
    [InlineData("a/b", "/api/v1/customers/a%2Fb")]
    [InlineData("a+b@x y", "/api/v1/customers/a%2Bb%40x%20y")]
    [InlineData("a?b#c&d", "/api/v1/customers/a%3Fb%23c%26d")]
    [InlineData("...", "/api/v1/customers/...")]
    public async Task Every_character_of_an_identifier_stays_within_its_segment(string id, string path)
    {
        await _client.DeleteAsync(id);

        _http.Call.Path.ShouldBe(path);
    }

    [Fact]
    public async Task An_email_address_and_a_cio_id_take_the_forms_that_v1_paths_have()
    {
        await _client.DeleteAsync(PersonId.Email("a@b.c"));
        await _client.DeleteAsync(PersonId.CioId("03000001"));

        _http.Calls.Select(static call => call.Path)
            .ShouldBe(["/api/v1/customers/a%40b.c", "/api/v1/customers/cio_03000001"]);
    }

    [Fact]
    public async Task Delete_suppress_and_unsuppress_send_no_body()
    {
        await _client.DeleteAsync("42");
        await _client.SuppressAsync("42");
        await _client.UnsuppressAsync("42");

        _http.Calls.Select(static call => $"{call.Method} {call.Path} {call.Body.Length} {call.Repetition}").ShouldBe(
        [
            "DELETE /api/v1/customers/42 0 Safe",
            "POST /api/v1/customers/42/suppress 0 Safe",
            "POST /api/v1/customers/42/unsuppress 0 Safe",
        ]);
    }

    [Fact]
    public async Task A_device_has_an_id_in_v1()
    {
        Device device = new("token", DevicePlatform.IOS)
        {
            LastUsed = Time,
            Attributes = new() { ["push_enabled"] = "true" },
        };

        await _client.AddDeviceAsync("42", device);

        ShouldBe(
            HttpMethod.Put,
            "/api/v1/customers/42/devices",
            """{"device":{"id":"token","platform":"ios","last_used":1700000000,"attributes":{"push_enabled":"true"}}}""");
    }

    [Fact]
    public async Task A_device_is_deleted_by_its_token()
    {
        await _client.DeleteDeviceAsync("42", "to/ken");

        ShouldBe(HttpMethod.Delete, "/api/v1/customers/42/devices/to%2Fken", string.Empty);
    }

    [Fact]
    public async Task An_event_without_an_id_gets_one_before_it_is_sent()
    {
        Ulid id = await _client.TrackAsync("42", new TrackEvent("signed_up"));

        id.ShouldBe(CountingIds.Number(1));
        ShouldBe(
            HttpMethod.Post,
            "/api/v1/customers/42/events",
            """{"name":"signed_up","id":"01J00000000000000000000001"}""");
    }

    [Fact]
    public async Task An_event_keeps_the_id_it_has()
    {
        Ulid own = CountingIds.Number(7);
        TrackEvent trackEvent = new("paid") { Id = own, Timestamp = Time, Data = new() { ["amount"] = 9.5m } };

        Ulid id = await _client.TrackAsync("42", trackEvent);

        id.ShouldBe(own);
        _http.Body.ShouldBe(
            """{"name":"paid","id":"01J00000000000000000000007","timestamp":1700000000,"data":{"amount":9.5}}""");
    }

    [Fact]
    public async Task Two_calls_with_the_same_event_object_are_two_events()
    {
        TrackEvent trackEvent = new("clicked");

        Ulid first = await _client.TrackAsync("42", trackEvent);
        Ulid second = await _client.TrackAsync("42", trackEvent);

        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task Page_and_screen_views_name_their_type()
    {
        await _client.TrackAsync("42", new TrackEvent("/pricing") { Kind = TrackEventKind.Page });

        _http.Body.ShouldBe("""{"name":"/pricing","id":"01J00000000000000000000001","type":"page"}""");
    }

    [Fact]
    public async Task An_anonymous_event_has_a_path_of_its_own()
    {
        await _client.TrackAnonymousAsync(new TrackEvent("viewed") { AnonymousId = "visitor" });

        ShouldBe(
            HttpMethod.Post,
            "/api/v1/events",
            """{"anonymous_id":"visitor","name":"viewed","id":"01J00000000000000000000001"}""");
    }

    [Fact]
    public async Task A_merge_is_never_repeated_blindly()
    {
        await _client.MergeAsync("42", PersonId.Email("a@b.c"));

        ShouldBe(
            HttpMethod.Post,
            "/api/v1/merge_customers",
            """{"primary":{"id":"42"},"secondary":{"email":"a@b.c"}}""",
            Repetition.OnlyIfNotTaken);
    }

    [Fact]
    public async Task A_form_is_never_repeated_blindly()
    {
        await _client.SubmitFormAsync(
            "contact us", PersonId.Email("a@b.c"), new Dictionary<string, string> { ["topic"] = "sales" });

        ShouldBe(
            HttpMethod.Post,
            "/api/v1/forms/contact%20us/submit",
            """{"data":{"email":"a@b.c","topic":"sales"}}""",
            Repetition.OnlyIfNotTaken);
    }

    [Fact]
    public async Task A_metric_has_what_is_known()
    {
        await _client.ReportMetricAsync(
            new DeliveryMetric("d1", DeliveryMetricName.Clicked) { Timestamp = Time, Href = "https://x" });

        ShouldBe(
            HttpMethod.Post,
            "/api/v1/metrics",
            """{"delivery_id":"d1","metric":"clicked","timestamp":1700000000,"href":"https://x"}""");
    }

    [Fact]
    public async Task A_push_event_goes_to_the_older_endpoint()
    {
        await _client.ReportPushEventAsync(new PushEvent("d1", PushEventName.Opened, "token") { Timestamp = Time });

        ShouldBe(
            HttpMethod.Post,
            "/api/v1/push/events",
            """{"delivery_id":"d1","event":"opened","device_id":"token","timestamp":1700000000}""");
    }

    [Fact]
    public async Task A_segment_takes_and_gives_back_people()
    {
        await _client.AddToSegmentAsync(7, ["1", "2"]);
        await _client.RemoveFromSegmentAsync(7, ["a@b.c"], PersonIdKind.Email);

        _http.Calls.Select(static call => call.Path).ShouldBe(
            ["/api/v1/segments/7/add_customers?id_type=id", "/api/v1/segments/7/remove_customers?id_type=email"]);
        _http.Calls[0].Body.ToArray().ShouldBe("""{"ids":["1","2"]}"""u8.ToArray());
    }

    [Fact]
    public async Task Unsubscribing_hangs_off_the_root()
    {
        await _client.UnsubscribeAsync("dgOq==");

        ShouldBe(HttpMethod.Post, "/unsubscribe/dgOq%3D%3D", """{"unsubscribe":true}""");
    }

    [Fact]
    public async Task The_region_is_read()
    {
        _http.Answer("""{"url":"track-eu.customer.io","data_center":"eu","region":"eu","environment_id":123}""");

        AccountRegion region = await _client.GetRegionAsync();

        ShouldBe(HttpMethod.Get, "/api/v1/accounts/region", string.Empty);
        region.ShouldBe(new AccountRegion("track-eu.customer.io", CustomerIoRegion.EU, 123));
    }

    private void ShouldBe(HttpMethod method, string path, string body, Repetition repetition = Repetition.Safe)
    {
        HttpCall call = _http.Call;
        call.Method.ShouldBe(method);
        call.Path.ShouldBe(path);
        call.Surface.ShouldBe(ApiSurface.Track);
        call.Repetition.ShouldBe(repetition);
        _http.Body.ShouldBe(body);
    }
}
