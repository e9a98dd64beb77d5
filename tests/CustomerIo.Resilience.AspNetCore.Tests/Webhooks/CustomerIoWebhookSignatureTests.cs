using System.Text;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class CustomerIoWebhookSignatureTests
{
    private const string Secret = "golden-secret";
    private const string Timestamp = "1613063089";
    private const string Signature = "1e9b070e751e25e78d595b7c8c7b72e878738d9e5eb3d1d80e49b6aee1668929";

    private static readonly DateTimeOffset Sent = DateTimeOffset.FromUnixTimeSeconds(1_613_063_089);

    private static ReadOnlySpan<byte> Body => """{"metric":"sent"}"""u8;

    // Made with openssl: printf 'v0:<timestamp>:<body>' | openssl dgst -sha256 -hmac <secret>
    [Theory]
    [InlineData("golden-secret", 1_613_063_089, """{"metric":"sent"}""", Signature)]
    [InlineData(
        "0123456789abcdef",
        1_700_000_000,
        """{"event_id":"01E4C4CT6YDC7Y5M7FE1GWWPQJ","metric":"sent","object_type":"email","timestamp":1613063089,"data":{"subject":"Grüße ✓"}}""",
        "eb627aec316c021e481ab4b7c6326093953a40eca901caeeb01487554638722c")]
    [InlineData("s", 1, "", "bacb5df8256733c25dcf8557b78fecfea54564645d72479cf3dc441c28a78686")]
    public void It_is_the_one_that_openssl_makes(string secret, long timestamp, string body, string signature)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);

        CustomerIoWebhookSignature.Create(DateTimeOffset.FromUnixTimeSeconds(timestamp), bytes, secret)
            .ShouldBe(signature);
        CustomerIoWebhookSignature.Verify($"{timestamp}", signature, bytes, secret).ShouldBeTrue();
        CustomerIoWebhookSignature.Verify($"{timestamp}", signature.ToUpperInvariant(), bytes, secret).ShouldBeTrue();
    }

    [Fact]
    public void A_body_that_differs_in_any_one_bit_does_not_pass()
    {
        for (int bit = 0; bit < Body.Length * 8; bit++)
        {
            byte[] altered = Body.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));

            CustomerIoWebhookSignature.Verify(Timestamp, Signature, altered, Secret).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_signature_that_differs_in_any_one_digit_does_not_pass()
    {
        for (int digit = 0; digit < Signature.Length; digit++)
        {
            char other = Signature[digit] == '0' ? '1' : '0';
            string altered = $"{Signature[..digit]}{other}{Signature[(digit + 1)..]}";

            CustomerIoWebhookSignature.Verify(Timestamp, altered, Body, Secret).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("v0=" + Signature)]
    [InlineData(Signature + "00")]
    [InlineData(" " + Signature)]
    public void What_is_no_signature_does_not_pass(string? signature)
    {
        CustomerIoWebhookSignature.Verify(Timestamp, signature, Body, Secret).ShouldBeFalse();
        CheckAt(Sent, signature: signature).ShouldBe(CustomerIoWebhookVerdict.Missing);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1613063089")]
    [InlineData("1613063089.0")]
    [InlineData("1613063089 ")]
    [InlineData("９")]
    [InlineData("99999999999999999999")]
    public void What_is_no_timestamp_is_missing(string? timestamp) =>
        CheckAt(Sent, timestamp).ShouldBe(CustomerIoWebhookVerdict.Missing);

    [Fact]
    public void The_largest_timestamp_is_stale_and_nothing_worse() =>
        CheckAt(Sent, "999999999999999999").ShouldBe(CustomerIoWebhookVerdict.Stale);

    [Theory]
    [InlineData(-301, CustomerIoWebhookVerdict.Stale)]
    [InlineData(-300, CustomerIoWebhookVerdict.Valid)]
    [InlineData(0, CustomerIoWebhookVerdict.Valid)]
    [InlineData(300, CustomerIoWebhookVerdict.Valid)]
    [InlineData(301, CustomerIoWebhookVerdict.Stale)]
    public void The_window_is_around_now_with_both_ends(int secondsLater, CustomerIoWebhookVerdict verdict) =>
        CheckAt(Sent.AddSeconds(secondsLater)).ShouldBe(verdict);

    [Fact]
    public void Another_timestamp_makes_the_signature_wrong() =>
        CheckAt(Sent, "1613063090").ShouldBe(CustomerIoWebhookVerdict.Wrong);

    [Theory]
    [InlineData("old", "new")]
    [InlineData("new", "old")]
    public void Any_of_several_secrets_passes(string first, string second)
    {
        string signature = CustomerIoWebhookSignature.Create(Sent, Body, "new");

        CustomerIoWebhookSignature.Verify(Timestamp, signature, Body, first, second).ShouldBeTrue();
        CustomerIoWebhookSignature.Verify(Timestamp, signature, Body, "old", "older").ShouldBeFalse();
    }

    [Fact]
    public void No_secret_and_an_empty_one_are_mistakes_and_not_a_way_in()
    {
        Should.Throw<ArgumentException>(() => CustomerIoWebhookSignature.Verify(Timestamp, Signature, Body));
        Should.Throw<ArgumentException>(() => CustomerIoWebhookSignature.Verify(Timestamp, Signature, Body, "one", ""));
        Should.Throw<ArgumentException>(() => CustomerIoWebhookSignature.Create(Sent, Body, ""));
    }

    private static CustomerIoWebhookVerdict CheckAt(
        DateTimeOffset now, string? timestamp = Timestamp, string? signature = Signature) =>
        CustomerIoWebhookSignature.Check(timestamp, signature, Body, now, TimeSpan.FromMinutes(5), Secret);
}
