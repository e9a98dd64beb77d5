using System.Text;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Tests.Wire;

public sealed class ErrorEnvelopeTests
{
    [Fact]
    public void Meta_error_is_read() =>
        Parse("""{"meta":{"error":"name cannot be blank"}}""").ShouldBe([new CustomerIoError("name cannot be blank")]);

    [Fact]
    public void Meta_errors_are_read() =>
        Parse("""{"meta":{"errors":["id must be present","id must be a string"]}}""")
            .ShouldBe([new CustomerIoError("id must be present"), new CustomerIoError("id must be a string")]);

    [Fact]
    public void App_errors_are_read_with_the_pointer_as_field() =>
        Parse("""{"errors":[{"detail":"not found","status":"404"},{"detail":"bad","source":{"pointer":"/data/a"}}]}""")
            .ShouldBe([new CustomerIoError("not found"), new CustomerIoError("bad", Field: "/data/a")]);

    [Fact]
    public void Batch_errors_are_read_and_missing_members_stay_null() =>
        Parse("""
            {"errors":[
              {"batch_index":3,"reason":"required","field":"identifiers","message":"identifiers is required"},
              {"reason":"invalid"},
              {"batch_index":"7","message":null}
            ]}
            """)
            .ShouldBe([
                new CustomerIoError("identifiers is required", "required", "identifiers", 3),
                new CustomerIoError(null, "invalid"),
                new CustomerIoError(null),
            ]);

    [Fact]
    public void An_envelope_inside_a_json_string_is_read() =>
        Parse("""
            "{\"errors\":[{\"batch_index\":0,\"reason\":\"invalid\",\"message\":\"m\"}]}"
            """)
            .ShouldBe([new CustomerIoError("m", "invalid", null, 0)]);

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("{}")]
    [InlineData("{}\n")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("""{"errors":"none"}""")]
    [InlineData("""{"errors":[1,null,[]]}""")]
    [InlineData("""{"meta":[]}""")]
    [InlineData("""{"errors":[{"source":"x"}""")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("\n<!doctype html>")]
    [InlineData("text with \u0001 control")]
    public void What_says_nothing_gives_no_error(string body) => Parse(body).ShouldBeEmpty();

    [Fact]
    public void Plain_text_is_shown_on_one_line_and_cut_short()
    {
        Parse("upstream\r\nunavailable ").ShouldBe([new CustomerIoError("upstream unavailable")]);
        Parse(new string('x', 500))[0].Message!.Length.ShouldBe(201);
    }

    [Fact]
    public void A_message_that_is_not_utf8_keeps_its_batch_index()
    {
        byte[] body = [.. """{"errors":[{"batch_index":5,"reason":"invalid","message":"?"}]}"""u8];
        body[Array.IndexOf(body, (byte)'?')] = 0xFF;

        ErrorEnvelope.Parse(body).ShouldBe([new CustomerIoError(null, "invalid", null, 5)]);
    }

    [Fact]
    public void A_byte_order_mark_hides_nothing() =>
        Parse("\uFEFF {\"meta\":{\"error\":\"blank\"}}").ShouldBe([new CustomerIoError("blank")]);

    [Theory]
    [InlineData("""{"\ud800":1,"errors":[{"\udc00":"x","message":"\ud800"}]}""")]
    [InlineData("""{"\ud800":1}""")]
    public void Half_a_surrogate_pair_never_throws(string body) => Should.NotThrow(() => Parse(body));

    [Fact]
    public void Random_bytes_and_cut_envelopes_never_throw()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        byte[] whole =
            Encoding.UTF8.GetBytes("""{"meta":{"errors":["ä"]},"errors":[{"batch_index":1,"message":"m"}]}""");
        for (int i = 0; i < 20_000; i++)
        {
            byte[] body = whole[..random.Next(whole.Length)];
            for (int flips = random.Next(4); flips > 0 && body.Length > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            Should.NotThrow(() => ErrorEnvelope.Parse(body), $"seed {seed}: {Convert.ToHexString(body)}");
        }
    }

    private static IReadOnlyList<CustomerIoError> Parse(string body) =>
        ErrorEnvelope.Parse(Encoding.UTF8.GetBytes(body));
}
