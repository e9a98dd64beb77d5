using System.Text.Json;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Face;

/// <summary>What a recorded request carried, as bytes.</summary>
internal static class WireBody
{
    /// <summary>The only item of a batch.</summary>
    public static string Item(RecordedRequest request)
    {
        request.Path.ShouldBe("/api/v2/batch");
        using JsonDocument body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("batch").EnumerateArray().ShouldHaveSingleItem().GetRawText();
    }

    /// <summary>Its attributes.</summary>
    public static string Attributes(RecordedRequest request)
    {
        using JsonDocument item = JsonDocument.Parse(Item(request));
        return item.RootElement.GetProperty("attributes").GetRawText();
    }
}
