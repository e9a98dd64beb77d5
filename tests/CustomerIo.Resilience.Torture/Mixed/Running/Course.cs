using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Producing;

namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>Lets happen what the seed has drawn, until all is issued and all kills are done.</summary>
internal sealed class Course(Server server, Producers producers, Incidents incidents)
{
    // Kills come from another source, so that they fall into whatever there is at the time.
    private readonly Queue<TimeSpan> _kills = [];
    private readonly List<string> _happened = [];

    public int Outages { get; private set; }

    /// <summary>What was wrong from when.</summary>
    public string Happened => string.Join(", ", _happened);

    public async Task RunAsync(int kills, TimeSpan length)
    {
        for (int kill = 0; kill < kills; kill++)
        {
            _kills.Enqueue(length * ((kill + incidents.Between(100, 900).TotalSeconds) / kills));
        }

        long started = TimeProvider.System.GetTimestamp();
        Task killing = KillAsync(started);
        int key = 0;
        while (!producers.Issued.Task.IsCompleted
            || !killing.IsCompleted
            || TimeProvider.System.GetElapsedTime(started) < length)
        {
            (Trouble trouble, TimeSpan time) = incidents.Next();
            _happened.Add(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:mm:ss.fff} {trouble}"));
            await BeginAsync(trouble);
            await Task.Delay(time / 2);
            if (incidents.Happens(0.4))
            {
                producers.Say(Words.Clock, Text(incidents.ClockOffset()));
            }

            if (incidents.Happens(0.3))
            {
                producers.Say(Words.Keys, Text(++key));
            }

            if (incidents.Happens(0.6))
            {
                producers.Say(incidents.Happens(0.5) ? Words.ReplayAll : Words.ReplayOne);
            }

            await Task.Delay(time / 2);
            await EndAsync(trouble);
        }

        await killing;
    }

    private async Task KillAsync(long started)
    {
        while (_kills.TryDequeue(out TimeSpan at))
        {
            TimeSpan wait = at - TimeProvider.System.GetElapsedTime(started);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            producers.Kill();
        }
    }

    private async Task BeginAsync(Trouble trouble)
    {
        if (trouble is not Trouble.None)
        {
            producers.SetWell(isWell: false);
        }

        switch (trouble)
        {
            case Trouble.Outage:
                Outages++;
                await server.GoDownAsync();
                break;
            case Trouble.Faults:
                server.SetFaulty(isFaulty: true);
                break;
            case Trouble.KeysAway:
                producers.Say(Words.KeysAway, bool.TrueString);
                break;
            case Trouble.DiskFails:
                producers.Say(Words.StoreFails, bool.TrueString);
                break;
        }
    }

    private async Task EndAsync(Trouble trouble)
    {
        switch (trouble)
        {
            case Trouble.None:
                return;
            case Trouble.Outage:
                await server.ComeUpAsync();
                break;
            case Trouble.Faults:
                server.SetFaulty(isFaulty: false);
                break;
            case Trouble.KeysAway:
                producers.Say(Words.KeysAway, bool.FalseString);
                break;
            case Trouble.DiskFails:
                producers.Say(Words.StoreFails, bool.FalseString);
                break;
        }

        producers.SetWell(isWell: true, Settings.Recovery + (trouble is Trouble.Faults ? Settings.RetryAfter : TimeSpan.Zero));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
