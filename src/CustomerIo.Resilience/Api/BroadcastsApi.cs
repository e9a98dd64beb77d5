using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="IBroadcastsApi" />
internal sealed class BroadcastsApi : IBroadcastsApi
{
    private readonly ApiCalls _calls;

    public BroadcastsApi(ApiCalls calls) => _calls = calls;

    public Task<BroadcastTriggerReceipt> TriggerAsync(
        int broadcastId, BroadcastTrigger? trigger = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(broadcastId);
        trigger ??= new BroadcastTrigger();
        JsonBuffer json = trigger.ToJson();
        Repetition repetition = trigger.AllowRetryWhenOutcomeUnknown ? Repetition.Safe : Repetition.OnlyIfNotTaken;
        string path = ApiPath.Of($"/v1/campaigns/{broadcastId}/triggers");
        return _calls.SendAsync(
            new HttpCall(ApiSurface.AppBroadcast, HttpMethod.Post, path, json.WrittenMemory, repetition),
            ApiJson.Default.BroadcastTriggerReceipt,
            cancellationToken);
    }

    public Task<BroadcastTriggerStatus> GetTriggerStatusAsync(
        int broadcastId, long triggerId, CancellationToken cancellationToken = default) =>
        _calls.GetAsync(
            ApiPath.Of($"/v1/campaigns/{broadcastId}/triggers/{triggerId}"),
            ApiJson.Default.BroadcastTriggerStatus,
            cancellationToken);

    public IAsyncEnumerable<string> GetTriggerErrorsAsync(
        int broadcastId, long triggerId, CancellationToken cancellationToken = default)
    {
        string path = ApiPath.Of($"/v1/campaigns/{broadcastId}/triggers/{triggerId}/errors");
        return Pages.ReadAllAsync(
            async (start, token) =>
            {
                Answers.TriggerErrors answer = await _calls
                    .GetAsync(ApiPath.With(path, "start", start), ApiJson.Default.TriggerErrors, token)
                    .ConfigureAwait(false);
                return new ApiPage<string>(answer.Errors, answer.Next);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<BroadcastTriggerStatus>> ListTriggersAsync(
        int broadcastId, CancellationToken cancellationToken = default)
    {
        Answers.Triggers answer = await _calls
            .GetAsync(ApiPath.Of($"/v1/broadcasts/{broadcastId}/triggers"), ApiJson.Default.Triggers, cancellationToken)
            .ConfigureAwait(false);
        return answer.Items ?? [];
    }
}
