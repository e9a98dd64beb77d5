using Spectre.Console;

namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>A panel that is drawn anew ten times a second: for terminals.</summary>
internal sealed class LiveView(IAnsiConsole console, string title) : IView
{
    private const int HistoryLength = 40;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HistoryStep = TimeSpan.FromMilliseconds(250);

    private readonly Queue<long> _storeHistory = new();
    private TimeSpan _nextStep;

    public Task ShowAsync(DeliveryMonitor monitor, Task work) =>
        console.Live(Draw(monitor.Look())).StartAsync(async context =>
        {
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(Refresh));
                context.UpdateTarget(Draw(monitor.Look()));
            }
        });

    private Panel Draw(Snapshot now)
    {
        Remember(now);
        DeliveryFigures figures = now.Figures;
        Grid rows = new();
        rows.AddColumn(new GridColumn().NoWrap().Width(9));
        rows.AddColumn(new GridColumn().NoWrap());
        rows.AddRow(new Text("progress"), ProgressRow(now));
        rows.AddRow("", $"[green]{figures.Delivered:N0} delivered[/]  [yellow]{figures.Stored:N0} stored[/]  "
            + $"[blue]{figures.InMemory:N0} in memory[/]  [grey]{figures.Rejected:N0} erased or refused[/]");
        rows.AddEmptyRow();
        rows.AddRow("server", Server(now));
        rows.AddRow("breaker", Breaker(now));
        rows.AddRow("lanes", Lanes(figures));
        rows.AddRow("store", $"{figures.Stored,5:N0}  [yellow]{Sparkline.Draw(_storeHistory)}[/]");
        rows.AddRow("rate", $"{now.SentPerSecond,5:N0} calls/s   {now.DeliveredPerSecond,5:N0} delivered/s");
        return new Panel(rows)
        {
            Header = new PanelHeader($" {title} · {now.Elapsed.TotalSeconds:F1} s "),
            Border = BoxBorder.Rounded,
            Expand = true,
            Padding = new Padding(1, 0),
        };
    }

    private void Remember(Snapshot now)
    {
        if (now.Elapsed < _nextStep)
        {
            return;
        }

        _nextStep = now.Elapsed + HistoryStep;
        _storeHistory.Enqueue(now.Figures.Stored);
        if (_storeHistory.Count > HistoryLength)
        {
            _storeHistory.Dequeue();
        }
    }

    private Markup ProgressRow(Snapshot now)
    {
        int width = Math.Clamp(console.Profile.Width - 21, 10, 100);
        int settled = (int)(width * Math.Min(now.SettledShare, 1));
        int waiting = now.Total == 0 ? 0 : (int)(width * (now.Figures.Stored + now.Figures.InMemory) / now.Total);
        waiting = Math.Min(waiting, width - settled);
        return new Markup(
            $"[green]{new string('█', settled)}[/][yellow]{new string('▒', waiting)}[/]"
            + $"[grey]{new string('░', width - settled - waiting)}[/] {now.SettledShare * 100,3:F0} %");
    }

    private static string Server(Snapshot now) => now.IsServerUp switch
    {
        true => "[green]up[/]",
        false => "[red]down[/]",
        null => "Customer.io",
    };

    private static string Breaker(Snapshot now) => now.Breaker switch
    {
        CircuitState.Closed => "[green]closed[/]",
        CircuitState.Open => $"[red]open[/], probes in {now.RetryAfter?.TotalSeconds ?? 0:F1} s",
        CircuitState state => $"[yellow]{Words.Of(state)}[/]",
    };

    private static string Lanes(DeliveryFigures figures)
    {
        int live = figures.Lanes - figures.DivertedLanes;
        return $"[green]{new string('■', live)}[/][yellow]{new string('■', figures.DivertedLanes)}[/]"
            + $"  {figures.DivertedLanes} of {figures.Lanes} go through the store";
    }
}
