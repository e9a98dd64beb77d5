namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

/// <summary>Bodies as Customer.io sends them.</summary>
internal static class Bodies
{
    public const string Id = "01E4C4CT6YDC7Y5M7FE1GWWPQJ";

    public static string Sent(string id = Id) => Of("email", "sent", """{"recipient":"test@example.com"}""", id);

    public static string Of(string objectType, string metric, string data = "{}", string id = Id) =>
        $$"""
        {"event_id":"{{id}}","object_type":"{{objectType}}","metric":"{{metric}}","timestamp":1613063089,"data":{{data}}}
        """;
}
