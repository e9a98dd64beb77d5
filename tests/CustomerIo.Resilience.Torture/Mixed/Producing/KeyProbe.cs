using System.Collections.Concurrent;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>Finds out by which keys the library knows people, visitors and objects: from what reaches a store.</summary>
internal static class KeyProbe
{
    private const int Attempts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>Tries again when an operation did not get there: the circuit may be isolated while one is on its way.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(Circles circles)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryFindAsync(circles) is { } keys)
            {
                return keys;
            }
        }

        throw new InvalidOperationException("Some operations did not reach the store.");
    }

    private static async Task<IReadOnlyDictionary<string, string>?> TryFindAsync(Circles circles)
    {
        // Nobody listens there, and the open circuit keeps anybody from trying.
        MixedArguments arguments = new(
            new Uri("http://127.0.0.1:9"), string.Empty, 1, 0, 0, Durability.OnFailure, MaxCount: 0, Length: 0, string.Empty);
        using MixedHost host = MixedHost.Build(arguments);
        ConcurrentDictionary<string, string> keys = new(StringComparer.Ordinal);
        host.Store.OnAppended = operations =>
        {
            foreach (Operation operation in operations)
            {
                string subject = OperationSubject.Of(Readable(operation));
                keys[subject[(subject.LastIndexOfAny([':', '/']) + 1)..]] = operation.Key;
            }
        };
        await host.StartAsync();
        host.Status.Circuits.Track.Isolate();
        StepCaller caller = new(host.Client, host.Background);
        Task[] calls = [.. circles.Names.Select(name => caller.CallAsync(Sample(name)))];
        long started = TimeProvider.System.GetTimestamp();
        while (keys.Count < calls.Length)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                return null;
            }

            await Task.Delay(LookAgain);
        }

        // Disposed of without a stop: nothing is to be sent.
        return keys;
    }

    private static Step Sample(string name) => new()
    {
        Id = 1,
        Stream = 0,
        Key = name,
        Kind = Circles.IsVisitor(name) ? StepKind.Anonymous : Circles.IsObject(name) ? StepKind.Object : StepKind.Identify,
    };

    private static Operation Readable(Operation operation) => new()
    {
        Id = operation.Id,
        Kind = operation.Kind,
        Key = operation.Key,
        OccurredAt = operation.OccurredAt,
        Payload = TurningKeys.Read(operation.Payload.Span),
    };
}
