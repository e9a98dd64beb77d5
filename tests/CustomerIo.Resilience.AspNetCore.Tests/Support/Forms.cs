using System.Net;
using System.Text.RegularExpressions;

namespace CustomerIo.Resilience.AspNetCore.Tests.Support;

/// <summary>The forms of a page, as a browser would send them.</summary>
internal static partial class Forms
{
    public static async Task<string> GetAsync(this HttpClient browser, string address, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await browser.GetAsync(address);
        string page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, page);
        return page;
    }

    /// <summary>Presses the button of the first form whose address contains something.</summary>
    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string page, string action)
    {
        Match form = Form().Matches(page).First(match => Decoded(match, "action").Contains(action, StringComparison.Ordinal));
        return browser.PostAsync(Decoded(form, "action"), new FormUrlEncodedContent(FieldsOf(form.Groups["fields"].Value)));
    }

    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(string form) => Hidden().Matches(form)
        .Select(static field => KeyValuePair.Create(Decoded(field, "name"), Decoded(field, "value")));

    private static string Decoded(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    [GeneratedRegex(
        "<form[^>]*method=\"post\" action=\"(?<action>[^\"]*)\">(?<fields>.*?)</form>",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();
}
