using System.Text;
using System.Globalization;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Track;

public sealed class LimitsTests
{
    private readonly RecordingHttp _http = new();
    private readonly TrackClient _client;

    public LimitsTests() => _client = new TrackClient(_http, new CountingIds());

    [Theory]
    [InlineData(150, true)]
    [InlineData(151, false)]
    public void A_persons_id_has_150_bytes(int length, bool allowed) =>
        (Limits.CheckPerson(new string('a', length)) is null).ShouldBe(allowed);

    [Fact]
    public void Bytes_are_counted_not_characters() =>
        Limits.CheckPerson(new string('é', 76)).ShouldBe(
            "The person's id is 152 bytes of UTF-8; Customer.io allows 150. Use a shorter id.");

    [Theory]
    [InlineData("a", true)]
    [InlineData("  ", false)]
    [InlineData("", false)]
    public void An_event_has_a_name(string name, bool allowed) =>
        (Limits.CheckEventName(name) is null).ShouldBe(allowed);

    [Fact]
    public void An_events_name_has_100_bytes_without_the_spaces_around_it()
    {
        Limits.CheckEventName($"  {new string('a', 100)}  ").ShouldBeNull();
        Limits.CheckEventName(new string('a', 101)).ShouldBe(
            "The event's name is 101 bytes of UTF-8; Customer.io allows 100. Shorten it; details go in the data.");
    }

    [Fact]
    public void There_are_300_attributes_at_most()
    {
        Limits.CheckAttributes(Attributes(300)).ShouldBeNull();
        Limits.CheckAttributes(Attributes(301)).ShouldBe(
            "301 attributes were given; Customer.io allows 300. Leave some out.");
    }

    [Fact]
    public void An_attribute_name_has_150_bytes()
    {
        Limits.CheckAttributes(new() { [new string('a', 150)] = 1 }).ShouldBeNull();
        Limits.CheckAttributes(new() { [new string('a', 151)] = 1 }).ShouldNotBeNull().ShouldContain("151");
    }

    [Fact]
    public void A_text_has_1000_bytes_and_is_never_quoted()
    {
        Limits.CheckAttributes(new() { ["bio"] = new string('s', 1000) }).ShouldBeNull();
        Limits.CheckAttributes(new() { ["bio"] = new string('s', 1001) }).ShouldBe(
            "The value of attribute 'bio' is 1001 bytes of UTF-8; Customer.io allows 1000. Shorten it.");
    }

    [Theory]
    [InlineData("created_at")]
    [InlineData("_timestamp")]
    [InlineData("last_used")]
    [InlineData("timestamp")]
    public void A_time_in_milliseconds_is_refused(string name)
    {
        Limits.CheckAttributes(new() { [name] = 99_999_999_999 }).ShouldBeNull();
        Limits.CheckAttributes(new() { [name] = 100_000_000_000 }).ShouldNotBeNull().ShouldContain($"'{name}'");
        Limits.CheckAttributes(new() { [name] = 1.7e12 }).ShouldNotBeNull();
        Limits.CheckAttributes(new() { [name] = 1_700_000_000_000m }).ShouldNotBeNull();
        Limits.CheckAttributes(new() { [name] = ulong.MaxValue }).ShouldNotBeNull();
    }

    [Fact]
    public void Other_numbers_may_be_large() =>
        Limits.CheckAttributes(new() { ["account"] = 1_700_000_000_000 }).ShouldBeNull();

    [Fact]
    public void Events_may_have_data_that_attributes_may_not() =>
        Should.NotThrow(() => _client.TrackAsync(
            "42", new TrackEvent("a") { Data = new() { ["text"] = new string('s', 5000) } }));

    [Fact]
    public async Task An_events_data_has_100_000_bytes()
    {
        int rest = Limits.EventDataBytes - """{"a":""}""".Length;
        await _client.TrackAsync("42", new TrackEvent("a") { Data = new() { ["a"] = new string('s', rest) } });

        ArgumentException exception = await Should.ThrowAsync<ArgumentException>(
            () => _client.TrackAsync("42", new TrackEvent("a") { Data = new() { ["a"] = new string('s', rest + 1) } }));

        exception.Message.ShouldContain("100001 bytes");
        _http.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void An_entity_has_32_000_bytes()
    {
        Dictionary<string, object?> large = new() { ["a"] = Enumerable.Repeat("0123456789", 3000) };

        ArgumentException exception = Should.Throw<ArgumentException>(
            () => { _ = _client.SendEntityAsync(new PersonEvent("42", "a") { Attributes = large }); });

        exception.ParamName.ShouldBe("entity");
        exception.Message.ShouldContain("Customer.io allows 32000");
    }

    [Fact]
    public void A_batch_has_500_000_bytes()
    {
        Dictionary<string, object?> large = new() { ["a"] = new string('s', 31_000) };
        TrackEntity[] entities = [.. Enumerable.Repeat(new PersonEvent("42", "a") { Attributes = large }, 17)];

        Should.Throw<ArgumentException>(() => { _ = _client.SendBatchAsync(entities); })
            .Message.ShouldContain("Customer.io allows 500000");
    }

    [Fact]
    public void A_batch_says_which_item_is_wrong() =>
        Should.Throw<ArgumentException>(() =>
            {
                _ = _client.SendBatchAsync(
                    [new PersonDelete("1"), new PersonIdentify("2") { Attributes = Attributes(301) }]);
            })
            .Message.ShouldStartWith("Item 1: 301 attributes");

    [Fact]
    public void An_empty_batch_is_refused() =>
        Should.Throw<ArgumentException>(() => { _ = _client.SendBatchAsync([]); }).ParamName.ShouldBe("entities");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_segment_call_takes_1_to_1000_ids(int count, bool allowed) =>
        (Limits.CheckSegmentIds(count) is null).ShouldBe(allowed);

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void An_identifier_that_would_lead_to_another_endpoint_is_refused(string id)
    {
        Should.Throw<ArgumentException>(() => { _ = _client.DeleteAsync(id); });
        Should.Throw<ArgumentException>(() => { _ = _client.DeleteDeviceAsync("42", id); });
        Should.Throw<ArgumentException>(() => { _ = _client.UnsubscribeAsync(id); });
        Should.Throw<ArgumentException>(
            () => { _ = _client.SubmitFormAsync(id, "42", new Dictionary<string, string>()); });
        _http.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Such_an_identifier_can_be_sent_in_a_body()
    {
        await _client.SendEntityAsync(new PersonDelete(".."));

        _http.Body.ShouldContain("\"id\":\"..\"");
    }

    [Fact]
    public void An_event_whose_id_is_the_person_is_refused()
    {
        string person = "01J00000000000000000000007";

        Should.Throw<ArgumentException>(
            () => { _ = _client.TrackAsync(person, new TrackEvent("a") { Id = CountingIds.Parse(person) }); });
        Should.Throw<ArgumentException>(
            () => { _ = _client.SendEntityAsync(new PersonEvent(person, "a") { Id = CountingIds.Parse(person) }); });
    }

    [Fact]
    public void No_person_and_no_object_are_refused()
    {
        Should.Throw<ArgumentException>(() => { _ = _client.DeleteAsync(default); }).ParamName.ShouldBe("person");
        Should.Throw<ArgumentException>(() => new PersonDelete(default)).ParamName.ShouldBe("person");
        Should.Throw<ArgumentException>(() => new ObjectDelete(default)).ParamName.ShouldBe("id");
    }

    [Fact]
    public void Nobody_is_merged_into_themselves() =>
        Should.Throw<ArgumentException>(() => { _ = _client.MergeAsync("42", "42"); }).ParamName.ShouldBe("secondary");

    [Fact]
    public void A_form_takes_no_cio_id_and_no_second_identifier()
    {
        Dictionary<string, string> fields = new() { ["email"] = "a@b.c" };

        Should.Throw<ArgumentException>(() => { _ = _client.SubmitFormAsync("f", PersonId.CioId("1"), fields); })
            .ParamName.ShouldBe("person");
        Should.Throw<ArgumentException>(() => { _ = _client.SubmitFormAsync("f", "42", fields); })
            .ParamName.ShouldBe("fields");
    }

    [Fact]
    public void An_objects_id_has_150_bytes() =>
        Should.Throw<ArgumentException>(() => ObjectId.Of(1, new string('a', 151))).Message.ShouldContain("151");

    [Fact]
    public void Written_attributes_may_be_as_deep_as_they_like() => Limits
        .CheckWrittenAttributes(Encoding.UTF8.GetBytes($"{{\"deep\":{new string('[', 500)}{new string(']', 500)}}}"))
        .ShouldBeNull();

    private static Dictionary<string, object?> Attributes(int count) => Enumerable.Range(0, count)
        .ToDictionary(static number => number.ToString(CultureInfo.InvariantCulture), static _ => (object?)1);
}
