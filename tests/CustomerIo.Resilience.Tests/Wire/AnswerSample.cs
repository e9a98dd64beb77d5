using System.Text;

namespace CustomerIo.Resilience.Tests.Wire;

/// <summary>A body, and what somebody who knows the reference says it means with a 200; written down by hand.</summary>
/// <param name="Name">For the message of a failed test.</param>
/// <param name="Bytes">The body.</param>
/// <param name="Says">What it says.</param>
/// <param name="Places">The places its errors name; null for an error that names none, -1 for one that is none.</param>
internal sealed record AnswerSample(string Name, byte[] Bytes, AnswerSample.Meaning Says, int?[] Places)
{
    public enum Meaning
    {
        /// <summary>All is well.</summary>
        Well,

        /// <summary>There are errors.</summary>
        Errors,

        /// <summary>Nobody can tell.</summary>
        Unknown,
    }

    public static IReadOnlyList<AnswerSample> All { get; } =
    [
        Well(string.Empty),
        Well(" \r\n\t"),
        Well("\uFEFF"),
        Well("{}"),
        Well("{}\n"),
        Well("\uFEFF{}"),
        Well("\r\n \uFEFF \n{ } \n"),
        Well("""{"errors":[]}"""),
        Well("""{"errors":null}"""),
        Well("""{"request_id":"01J2Y"}"""),
        Well("""{"id":"7","received_at":1754000000,"queued":true,"extra":[1,{"a":null}]}"""),
        Well("""{"meta":{"request_id":"01J2Y"},"api_version":"2"}"""),
        Unknown("""{"errors":[],"status":"down"}"""),
        Well("\"{}\""),

        Errors("""{"errors":[{"batch_index":0,"reason":"invalid","field":"name","message":"m"}]}""", 0),
        Errors("\uFEFF{\"errors\":[{\"batch_index\":1,\"reason\":\"invalid\"}]}", 1),
        Errors("\n{\"errors\":[{\"batch_index\":2}]}\n", 2),
        Errors("""{"errors":[{"batch_index":0,"reason":"a"},{"batch_index":0,"reason":"b"}]}""", 0, 0),
        Errors("""{"errors":[{"batch_index":2,"reason":"a"},{"batch_index":0,"reason":"b"}]}""", 2, 0),
        Errors("""{"status":"partial","errors":[{"batch_index":1,"reason":"a"}],"x":[[[]]]}""", 1),
        Errors("""{"errors":[{"batch_index":0}],"errors":[{"batch_index":1}]}""", 0, 1),
        Errors("""{"errors":[{"batch_index":0}],"errors":[]}""", 0),
        Errors("\"{\\\"errors\\\":[{\\\"batch_index\\\":1,\\\"reason\\\":\\\"a\\\"}]}\"", 1),
        Errors("""{"errors":[{"batch_index":1,"reason":{"deep":[1]},"field":7,"message":false}]}""", 1),
        Errors("""{"errors":[{"reason":"invalid"}]}""", [null]),
        Errors("""{"errors":[{"batch_index":null,"reason":"invalid"}]}""", [null]),
        Errors("""{"errors":["plain words"]}""", [null]),
        Errors("""{"errors":[{"detail":"no"}]}""", [null]),
        Errors("""{"errors":[{"batch_index":0,"reason":"a"},{"reason":"b"}]}""", 0, null),
        Errors("""{"errors":[{"batch_index":99,"reason":"a"}]}""", 99),
        Errors("""{"errors":[{"batch_index":3,"reason":"a"}]}""", 3),
        Errors("""{"errors":[{"batch_index":-1,"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":0,"reason":"a"},{"batch_index":99}]}""", 0, 99),
        Errors("""{"errors":[{"batch_index":"0","reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":"one","reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":1.0,"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":0.5,"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":1e99,"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":4294967296,"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":99999999999999999999999999,"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":[0],"reason":"a"}]}""", -1),
        Errors("""{"errors":[{"batch_index":0,"reason":"a"},null]}""", 0, -1),
        Errors("""{"errors":[{"batch_index":0,"reason":"a"},{}]}""", 0, -1),

        Unknown("""{"errors":[{"batch_index":0,"reason":"inv"""),
        Unknown("""{"errors":[{"batch_index":0,"reason":"a"}]"""),
        Unknown("""{"errors":[{"batch_index":0}]}}"""),
        Unknown("""{"errors":[{"batch_index":0}]}{}"""),
        Unknown("{"),
        Unknown("{}{}"),
        Unknown("{},"),
        Unknown("{} // fine"),
        Unknown("[]"),
        Unknown("""[{"batch_index":0,"reason":"a"}]"""),
        Unknown("null"),
        Unknown("true"),
        Unknown("0"),
        Unknown("\"\""),
        Unknown("\"accepted\""),
        Unknown("\"\\\"{}\\\"\""),
        Unknown("<!doctype html><title>Log in</title>"),
        Unknown("\uFEFF<html><body>{}</body></html>"),
        Unknown("Please log in."),
        Unknown("Service Unavailable"),
        Unknown("OK"),
        Unknown("""{"status":"down"}"""),
        Unknown("""{"status":"ok"}"""),
        Unknown("""{"error":"maintenance"}"""),
        Unknown("""{"error":null}"""),
        Unknown("""{"Errors":[{"batch_index":0}]}"""),
        Unknown("""{"message":"Please log in"}"""),
        Unknown("""{"statusCode":503}"""),
        Unknown("""{"is_ok":false}"""),
        Unknown("""{"success":false}"""),
        Unknown("""{"meta":{"error":"name cannot be blank"}}"""),
        Unknown("""{"meta":{"errors":["blank"]}}"""),
        Unknown("""{"service":{"deep":[{"health_state":"red"}]}}"""),
        Unknown("""{"errors":"all of them"}"""),
        Unknown("""{"errors":{"batch_index":0}}"""),
        Unknown("""{"errors":true}"""),
        Unknown("""{"errors":[{"batch_index":0}],"errors":"x"}"""),
        Unknown("""{"errors":[null]}"""),
        Unknown("""{"errors":[0,[],{}]}"""),
        Unknown("""{"errors":[{"code":400}]}"""),
        Unknown("""{"\ud800":1}"""),
        new("deep arrays", Encoding.UTF8.GetBytes(new string('[', 100_000)), Meaning.Unknown, []),
        new("deep objects", Deep(5_000), Meaning.Unknown, []),
        new("deep errors", [.. "{\"errors\":["u8, .. Deep(5_000), .. "]}"u8], Meaning.Unknown, []),
        new("UTF-16", Encoding.Unicode.GetBytes("\uFEFF{}"), Meaning.Unknown, []),
        new("zeroes", new byte[64], Meaning.Unknown, []),
        new("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], Meaning.Unknown, []),
        new("name not UTF-8", [.. "{\""u8, 0xFF, .. "\":1}"u8], Meaning.Unknown, []),
    ];

    public override string ToString() => Name;

    private static AnswerSample Well(string body) => new(body, Encoding.UTF8.GetBytes(body), Meaning.Well, []);

    private static AnswerSample Errors(string body, params int?[] places) =>
        new(body, Encoding.UTF8.GetBytes(body), Meaning.Errors, places);

    private static AnswerSample Unknown(string body) => new(body, Encoding.UTF8.GetBytes(body), Meaning.Unknown, []);

    private static byte[] Deep(int depth) => Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth));
}
