using System.Text.Json;

namespace CustomerIo.Resilience.Testing;

/// <summary>A trigger of an API-triggered broadcast.</summary>
/// <param name="TriggerId">The number of the trigger.</param>
/// <param name="BroadcastId">The number of the broadcast.</param>
/// <param name="TriggeredAt">When it came.</param>
/// <param name="Audience">
/// How the recipients were given: <c>default</c>, <c>recipients</c>, <c>emails</c>, <c>ids</c>, <c>per_user_data</c> or
/// <c>data_file_url</c>.
/// </param>
/// <param name="Recipients">
/// The recipients that are in the workspace, by their Customer.io identifiers; empty for the default audience and for
/// a data file, which the simulator does not fetch.
/// </param>
/// <param name="Errors">What was wrong with it, such as recipients that do not exist.</param>
/// <param name="Body">The whole request.</param>
public sealed record TriggeredBroadcast(
    long TriggerId,
    long BroadcastId,
    DateTimeOffset TriggeredAt,
    string Audience,
    IReadOnlyList<string> Recipients,
    IReadOnlyList<string> Errors,
    JsonElement Body)
{
    /// <summary>The data for the message; undefined when there is none.</summary>
    public JsonElement Data => Body.TryGetProperty("data", out var data) ? data : default;
}
