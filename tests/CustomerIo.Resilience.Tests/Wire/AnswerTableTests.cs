using System.Net;
using System.Text;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Tests.Track;
using CustomerIo.Resilience.Track;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Tests.Wire;

/// <summary>
/// Every status with every body, through the whole way from the wire to a direct client: never a delivery that is none,
/// never a refusal lost, never another exception.
/// </summary>
public sealed class AnswerTableTests
{
    private static readonly int[] Successes = [200, 201, 202, 203, 204, 206, 207, 208, 226, 299];

    private static readonly int[] Others =
    [
        300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 413, 414, 415, 418, 421, 422,
        425, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 511, 520, 522, 524, 529, 530, 599,
    ];

    private static readonly string?[] ContentTypes =
        ["application/json", "text/html; charset=utf-8", "text/plain; charset=\"quoted", null];

    private byte[] _body = [];
    private int _status;
    private string? _contentType;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_batch_is_taken_or_refused_only_by_an_answer_that_says_so(int count)
    {
        await using HttpHarness harness = Harness();
        TrackClient client = new(harness.Http, new CountingIds());
        PersonDelete[] batch = [.. Enumerable.Range(0, count).Select(static i => new PersonDelete($"{i}"))];

        await ForEachAsync(harness, async sample =>
        {
            string told = await ToldAsync(async () => Tell(await client.SendBatchAsync(batch)));
            told.ShouldBe(ExpectedOfBatch(sample, count), Describe(sample));
        });
    }

    [Fact]
    public async Task A_single_operation_is_taken_or_refused_only_by_an_answer_that_says_so()
    {
        await using HttpHarness harness = Harness();
        TrackClient client = new(harness.Http, new CountingIds());

        await ForEachAsync(harness, async sample =>
        {
            string told = await ToldAsync(async () =>
            {
                await client.DeleteAsync("42");
                return "taken";
            });
            told.ShouldBe(ExpectedOfOne(sample), Describe(sample));
        });
    }

    [Fact]
    public async Task The_app_api_answers_with_an_object_or_an_array_or_nothing()
    {
        await using HttpHarness harness = Harness();
        ApiClient client = new(harness.Http, null!, TimeProvider.System);

        await ForEachAsync(harness, async sample =>
        {
            string told = await ToldAsync(async () =>
            {
                await client.SendAsync(HttpMethod.Get, "/v1/campaigns");
                return "taken";
            });
            told.ShouldBe(!IsSuccess ? "no success" : IsJson(sample.Bytes) ? "taken" : "unknown", Describe(sample));
        });
    }

    [Fact]
    public void Every_part_of_an_answer_is_unknown_but_the_whole_of_it_is_read()
    {
        byte[] whole = Encoding.UTF8.GetBytes(
            """{"errors":[{"batch_index":4,"reason":"invalid","message":"ä"},{"batch_index":1}],"id":"x"}""");

        for (int length = 1; length < whole.Length; length++)
        {
            TrackAnswer.OfBatch(200, whole.AsMemory(0, length), 5).Kind.ShouldBe(AnswerKind.NotUnderstood);
            TrackAnswer.OfBatch(207, whole.AsMemory(length), 5).Kind.ShouldBe(AnswerKind.NotUnderstood);
        }

        TrackAnswer.OfBatch(207, whole, 5).Refusals.Select(static error => error.BatchIndex).ShouldBe([4, 1]);
    }

    [Fact]
    public void A_207_with_any_bytes_is_never_all_taken_and_no_bytes_throw()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int round = 0; round < 50_000; round++)
        {
            byte[] body = [.. AnswerSample.All[random.Next(AnswerSample.All.Count)].Bytes.Take(200)];
            for (int flips = random.Next(4); flips > 0 && body.Length > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            int count = random.Next(1, 5);
            TrackAnswer answer = TrackAnswer.OfBatch(207, body, count);

            string because = $"seed {seed}: {Convert.ToHexString(body)}";
            answer.Kind.ShouldNotBe(AnswerKind.Taken, because);
            answer.Refusals.ShouldAllBe(error => error.BatchIndex >= 0 && error.BatchIndex < count, because);
            (answer.Kind is AnswerKind.Refused).ShouldBe(
                answer.Refusals.Count > 0 && answer.Unplaced.Count == 0, because);
            TrackAnswer.OfOne(207, body).Kind.ShouldNotBe(AnswerKind.Taken, because);
            ErrorEnvelope.Parse(body).ShouldNotBeNull();
        }
    }

    private bool IsSuccess => _status is >= 200 and < 300;

    private string ExpectedOfBatch(AnswerSample sample, int count)
    {
        if (!IsSuccess)
        {
            return "no success";
        }

        switch (sample.Says)
        {
            case AnswerSample.Meaning.Well when _status != 207:
                return "taken";
            case AnswerSample.Meaning.Errors:
                int?[] places = [.. sample.Places.Select(place => place is null && count == 1 ? 0 : place)];
                int[] refused = [.. places.Where(place => place >= 0 && place < count).Select(static place => place!.Value)];
                return $"refused {string.Join(',', refused)}, elsewhere {places.Length - refused.Length}";
            default:
                return "unknown";
        }
    }

    private string ExpectedOfOne(AnswerSample sample) => (IsSuccess, sample.Says) switch
    {
        (false, _) => "no success",
        (_, AnswerSample.Meaning.Well) when _status != 207 => "taken",
        (_, AnswerSample.Meaning.Errors) => "refused",
        _ => "unknown",
    };

    private static string Tell(TrackBatchResult result) => result.IsComplete
        ? "taken"
        : $"refused {string.Join(',', result.Errors.Select(static error => error.BatchIndex))}, "
            + $"elsewhere {result.UnattributedErrors.Count}";

    private static async Task<string> ToldAsync(Func<Task<string>> call)
    {
        try
        {
            return await call();
        }
        catch (CustomerIoException exception) when (exception.Message.Contains("no answer of Customer.io"))
        {
            exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
            return "unknown";
        }
        catch (CustomerIoException exception)
        {
            return exception.Status is null ? "refused" : "no success";
        }
    }

    private static bool IsJson(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body).Trim().TrimStart('\uFEFF').Trim();
        if (text.Length == 0)
        {
            return true;
        }

        try
        {
            return System.Text.Json.Nodes.JsonNode.Parse(text) is not (null or System.Text.Json.Nodes.JsonValue);
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private string Describe(AnswerSample sample) => $"{_status} {_contentType}: {sample}";

    private async Task ForEachAsync(HttpHarness harness, Func<AnswerSample, Task> check)
    {
        foreach (AnswerSample sample in AnswerSample.All)
        {
            foreach (int status in (int[])[.. Successes, .. Others])
            {
                // Beyond the successes the body changes nothing but the words of the exception.
                foreach (string? contentType in status < 300 ? ContentTypes : ContentTypes.Take(1))
                {
                    (_body, _status, _contentType) = (sample.Bytes, status, contentType);
                    harness.Breakers.Track.Close();
                    harness.Breakers.App.Close();
                    await check(sample);
                }
            }
        }
    }

    private HttpHarness Harness() => new(
        static options =>
        {
            options.Track.Retry.MaxRetries = 0;
            options.App.Retry.MaxRetries = 0;
            options.RateLimits.TrackPerSecond = 100_000;
            options.RateLimits.AppPerSecond = 100_000;
        },
        new ScriptedHandler(_ =>
        {
            ByteArrayContent content = new(_body);
            if (_contentType is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", _contentType);
            }

            return new HttpResponseMessage((HttpStatusCode)_status) { Content = content };
        }));
}
