using System.Diagnostics.CodeAnalysis;

namespace CustomerIo.Resilience.Testing;

/// <content>What tests ask.</content>
public sealed partial class CustomerIoSimulator
{
    /// <summary>The requests in the order of arrival, as far as they are kept; a snapshot.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _recorder.Requests;

    /// <summary>How many requests came, kept or not.</summary>
    public long RequestCount => _recorder.Count;

    /// <summary>How many bytes of bodies came.</summary>
    public long BodyBytes => _recorder.BodyBytes;

    /// <summary>The accepted operations in the order of application, as far as they are kept; a snapshot.</summary>
    public IReadOnlyList<AcceptedOperation> Operations => _workspace.Operations;

    /// <summary>How many operations were accepted, kept or not.</summary>
    public long OperationCount => _workspace.OperationCount;

    /// <summary>The events that repeated a ULID, in the order they came; a snapshot.</summary>
    public IReadOnlyList<AcceptedOperation> DuplicateEvents => _workspace.Duplicates;

    /// <summary>Everybody in the workspace.</summary>
    public IReadOnlyList<SimulatedPerson> People => _workspace.People();

    /// <summary>How many people are in the workspace.</summary>
    public int PersonCount => _workspace.PersonCount;

    /// <summary>The person with this <c>id</c>.</summary>
    /// <param name="id">The identifier.</param>
    /// <returns>The person; null when there is none.</returns>
    public SimulatedPerson? Person(string id) => Person(PersonKey.Id(id));

    /// <summary>The person with this identifier.</summary>
    /// <param name="key">The identifier.</param>
    /// <returns>The person; null when there is none.</returns>
    public SimulatedPerson? Person(PersonKey key) => _workspace.Person(key);

    /// <summary>The person with this email address, in any case.</summary>
    /// <param name="email">The address.</param>
    /// <returns>The person; null when there is none.</returns>
    public SimulatedPerson? PersonByEmail(string email) => Person(PersonKey.Email(email));

    /// <summary>A person's events in the order of application, repeats left out.</summary>
    /// <param name="personId">The <c>id</c>.</param>
    /// <returns>The events; empty when there is no such person.</returns>
    public IReadOnlyList<AcceptedOperation> EventsOf(string personId) => EventsOf(PersonKey.Id(personId));

    /// <summary>Somebody's events in the order of application, repeats left out.</summary>
    /// <param name="key">The person, or a visitor by anonymous id.</param>
    /// <returns>The events; empty when there is no such person.</returns>
    public IReadOnlyList<AcceptedOperation> EventsOf(PersonKey key) => _workspace.EventsOf(key);

    /// <summary>The event with this deduplication id.</summary>
    /// <param name="ulid">The ULID, in any case.</param>
    /// <returns>The event; null when it has not come.</returns>
    public AcceptedOperation? Event(string ulid) => _workspace.Event(ulid);

    /// <summary>A person's devices.</summary>
    /// <param name="personId">The <c>id</c>.</param>
    /// <returns>The devices; empty when there is no such person.</returns>
    public IReadOnlyList<SimulatedDevice> Devices(string personId) => Person(personId)?.Devices ?? [];

    /// <summary>An object.</summary>
    /// <param name="typeId">The number of its type, as text.</param>
    /// <param name="objectId">Its identifier.</param>
    /// <returns>The object; null when there is none.</returns>
    [SuppressMessage("Naming", "CA1720", Justification = "An object is what Customer.io calls it.")]
    public SimulatedObject? Object(string typeId, string objectId) => _workspace.Object(typeId, objectId);

    /// <summary>Whether the person with this <c>id</c> is suppressed.</summary>
    /// <param name="id">The identifier.</param>
    /// <returns>True when operations on it are ignored.</returns>
    public bool IsSuppressed(string id) => IsSuppressed(PersonKey.Id(id));

    /// <summary>Whether this identifier is suppressed.</summary>
    /// <param name="key">The identifier.</param>
    /// <returns>True when operations on it are ignored.</returns>
    public bool IsSuppressed(PersonKey key) => _workspace.IsSuppressed(key);

    /// <summary>A manual segment.</summary>
    /// <param name="id">Its number.</param>
    /// <returns>The segment; null when there is none.</returns>
    public SimulatedSegment? Segment(int id) => _workspace.Segment(id);

    /// <summary>Makes a manual segment, for the Track API can fill only those that exist.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="id">Its number; null, the default, takes the next one.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="ArgumentException">There is a segment with this number.</exception>
    public SimulatedSegment AddSegment(string name, int? id = null) => _workspace.AddSegment(name, string.Empty, id);

    /// <summary>The transactional messages in the order they were accepted; a snapshot.</summary>
    public IReadOnlyList<SentMessage> SentMessages => _workspace.Sent;

    /// <summary>The triggers of broadcasts in the order they were accepted; a snapshot.</summary>
    public IReadOnlyList<TriggeredBroadcast> Broadcasts => _workspace.Broadcasts;

    /// <summary>Forgets all state, records and faults; goes on listening.</summary>
    public void Reset()
    {
        Faults.Clear();
        _recorder.Reset();
        _workspace.Reset();
    }

    /// <summary>Waits until something is true of this simulator; looks anew at every change.</summary>
    /// <param name="condition">What to wait for; cheap, for it may be asked often.</param>
    /// <param name="timeout">How long at most, by the system's clock; null, the default, means 30 seconds.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is true.</returns>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public async Task WaitForAsync(
        Func<CustomerIoSimulator, bool> condition,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var limit = timeout ?? TimeSpan.FromSeconds(30);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var change = _changes.NextAsync();
            if (condition(this))
            {
                return;
            }

            var left = limit - TimeProvider.System.GetElapsedTime(start);
            try
            {
                await change.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw new TimeoutException(
                    $"The condition did not become true within {limit}: {RequestCount} requests and {OperationCount} "
                    + $"operations had come, {Faults.HungRequests} requests were hanging.",
                    exception);
            }
        }
    }
}
