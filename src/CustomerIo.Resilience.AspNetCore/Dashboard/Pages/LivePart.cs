using CustomerIo.Resilience.AspNetCore.Dashboard.History;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>What changes on the first page. Each section has an id, so that the browser replaces only what differs.</summary>
internal static class LivePart
{
    private const int ChangesShown = 20;

    public static Html Of(ICustomerIoStatus status, WorkspaceHistory? history, TimeSpan interval, DateTimeOffset now)
    {
        IReadOnlyList<Sample> samples = history?.Samples ?? [];
        TimeSpan span = interval * samples.Count;
        return Html.Join(
        [
            Health(status.Health),
            Figures(status, now),
            Html.Of(
                $"""
                <section id="circuits" class="cards" aria-label="Circuit breakers">
                {Circuit("Track API", status.Circuits.Track)}
                {Circuit("App API", status.Circuits.App)}
                </section>
                """),
            Charts(samples, span),
            Lanes(status.Lanes),
            Changes(history?.Changes ?? []),
        ]);
    }

    private static Html Health(CustomerIoHealth health) => Html.Of(
        $"""
        <section id="health" class="health {health.Status.ToString().ToLowerInvariant()}" role="status">
        <h2>{health.Status.ToString()}</h2>
        <p>{health.Description}</p>
        </section>

        """);

    private static Html Figures(ICustomerIoStatus status, DateTimeOffset now)
    {
        DeliveryFigures figures = status.Figures;
        StoreStatistics store = status.Store;
        TimeSpan? oldest = store.Count > 0 && store.OldestAt is { } since ? now - since : null;
        return Html.Of(
            $"""
            <section id="figures" aria-label="Figures"><dl class="tiles">
            {Tile("Accepted", Show.Number(figures.Accepted))}
            {Tile("Delivered", Show.Number(figures.Delivered))}
            {Tile("In memory", Show.Number(figures.InMemory))}
            {Tile("Stored", Show.Number(figures.Stored))}
            {Tile("Oldest stored", Show.Duration(oldest))}
            {Tile("Rejected", Show.Number(figures.Rejected))}
            {Tile("Lost", Show.Number(figures.Lost))}
            {Tile("Dead letters", Show.Number(store.DeadLetters))}
            {Tile("Store", store.Failure is not null ? "failing" : store.Damage is not null ? "damaged" : "ok")}
            </dl></section>

            """);
    }

    private static Html Tile(string name, string value) =>
        Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static Html Circuit(string api, ICircuitBreaker circuit) => Html.Of(
        $"""
        <div class="card circuit {Show.Circuit(circuit.State)}">
        <h2>{api}: <span class="state">{Show.Circuit(circuit.State)}</span></h2>
        <dl>
        <div><dt>Failures in a row</dt><dd>{circuit.FailureCount}</dd></div>
        <div><dt>Last failure</dt><dd>{Show.Time(circuit.LastFailure)} {circuit.LastFailureKind}</dd></div>
        <div><dt>Last success</dt><dd>{Show.Time(circuit.LastSuccess)}</dd></div>
        <div><dt>Tries again in</dt><dd>{Show.Duration(circuit.RetryAfter)}</dd></div>
        </dl>
        </div>
        """);

    private static Html Charts(IReadOnlyList<Sample> samples, TimeSpan span) => Html.Of(
        $"""
        <section id="charts" class="cards" aria-label="Over time">
        {Chart.Of("Delivered per second", span, [new("now", [.. samples.Select(static one => (double?)one.DeliveredPerSecond)])])}
        {Chart.Of("Attempts, ms", span,
        [
            new("median", [.. samples.Select(static one => one.MedianLatency)]),
            new("95th percentile", [.. samples.Select(static one => one.HighLatency)]),
        ])}
        {Chart.Of("Waiting", span, [new("now", [.. samples.Select(static one => (double?)one.Waiting)])])}
        </section>

        """);

    private static Html Lanes(IReadOnlyList<LaneStatus> lanes) => Html.Of(
        $"""
        <section id="lanes">
        <h2>Lanes</h2>
        <ol class="lanes" start="0">
        {Html.Join(lanes.Select(Lane))}
        </ol>
        </section>

        """);

    private static Html Lane(LaneStatus lane) => Html.Of(
        $"""
        <li class="{(lane.IsDiverted ? "diverted" : "direct")}"><b>{lane.Index}</b> {(lane.IsDiverted ? "store" : "direct")}
        <span>{Show.Number(lane.InMemory)} in memory, {Show.Number(lane.Stored)} stored</span></li>
        """);

    private static Html Changes(IReadOnlyList<CircuitChange> changes) => Html.Of(
        $"""
        <section id="changes">
        <h2>Circuit history</h2>
        {(changes.Count == 0 ? Html.Of($"<p class=\"quiet\">No circuit has changed since the start.</p>") : ChangeTable(changes))}
        </section>
        """);

    private static Html ChangeTable(IReadOnlyList<CircuitChange> changes) => Html.Of(
        $"""
        <table><thead><tr><th scope="col">When (UTC)</th><th scope="col">API</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
        <tbody>
        {Html.Join(changes.Take(ChangesShown).Select(static change => Html.Of(
            $"""
            <tr><td data-label="When">{Show.Time(change.At)}</td><td data-label="API">{change.Api}</td>
            <td data-label="From">{Show.Circuit(change.From)}</td><td data-label="To">{Show.Circuit(change.To)}</td></tr>
            """)))}
        </tbody></table>
        """);
}
