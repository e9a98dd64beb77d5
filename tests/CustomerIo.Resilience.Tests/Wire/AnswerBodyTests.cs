using System.Text.Json;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Tests.Wire;

/// <summary>What passes for data is parsed without a further look, so both have to mean the same.</summary>
public sealed class AnswerBodyTests
{
    [Fact]
    public void What_passes_for_data_is_what_can_be_parsed()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        int parsed = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] body = [.. AnswerSample.All[random.Next(AnswerSample.All.Count)].Bytes.Take(random.Next(200))];
            for (int flips = random.Next(3); flips > 0 && body.Length > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            ReadOnlyMemory<byte> trimmed = AnswerBody.Trim(body);
            bool isParsed = trimmed.IsEmpty || IsParsed(trimmed);
            parsed += isParsed ? 1 : 0;

            AnswerBody.IsData(body).ShouldBe(isParsed, $"seed {seed}: {Convert.ToHexString(body)}");
        }

        parsed.ShouldBeInRange(500, 19_500, $"seed {seed}");
    }

    private static bool IsParsed(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
