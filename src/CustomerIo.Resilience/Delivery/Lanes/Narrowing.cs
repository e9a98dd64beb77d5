using System.Runtime.InteropServices;
using CustomerIo.Resilience.Delivery.Sending;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// What a lane knows about trouble on its way. A failure says nothing about who is to blame, so the next request is a single
/// operation of another key: if that succeeds, the failed request is cut in eight until the culprit is alone; if it fails, it is
/// the server's trouble, and every request is such a trial until one succeeds.
/// </summary>
internal sealed class Narrowing
{
    private const int Parts = 8;

    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly int _maxCount;
    private int _limit;
    private int _narrowEnd;
    private int _repeatedEnd;
    private long _successes;

    public Narrowing(int maxCount) => _limit = _maxCount = maxCount;

    /// <summary>The request that failed, while nobody knows why.</summary>
    public Suspects? Suspected { get; private set; }

    /// <summary>It is the server's trouble, as far as is known.</summary>
    public bool IsOutage { get; private set; }

    /// <summary>How many requests in a row failed or were of no use.</summary>
    public int Failures { get; private set; }

    public bool IsCalm => Suspected is null && !IsOutage;

    /// <summary>The status that the suspected request was refused with, as by a firewall; 0 if it was not.</summary>
    public int ForbiddenStatus { get; private set; }

    /// <summary>How many operations a request may carry now.</summary>
    public int Limit => IsOutage ? 1 : _limit;

    /// <summary>Whether a trial with a key is worth while: none has failed.</summary>
    public bool IsUntried(string key) => !_tried.Contains(key);

    /// <summary>A request on the path has succeeded since the suspected one failed.</summary>
    public bool HasEvidence(PathWeather weather) => Suspected is not null && weather.Successes > _successes;

    public void Suspect(InFlight request, PathWeather weather, SendResult result)
    {
        // It may fail again before anybody can be seen to succeed; the first time is what tells.
        bool wasGood = Suspected is { FailedInGoodWeather: true } before
            && (before.First, before.Count) == (request.First, request.Count);
        Suspected = new Suspects(request.First, request.Count, request.Path, request.BeganInGoodWeather || wasGood);
        _successes = weather.Successes;
        ForbiddenStatus = result.Outcome is SendOutcome.Forbidden ? result.Status : 0;
        Failures++;
    }

    /// <summary>A trial failed: it is not the suspected operations' fault, or not only.</summary>
    public void FailTrial(string key)
    {
        IsOutage = true;
        _tried.Add(key);
        Failures++;
    }

    /// <summary>Nothing could be compared.</summary>
    public void StayWithoutVerdict() => Failures++;

    /// <summary>All keys were tried, none succeeded: from the beginning.</summary>
    public void ForgetTried() => _tried.Clear();

    /// <summary>
    /// The path works. What failed is tried once more as it is, for it may have been a moment's trouble; then it is cut, if the
    /// path worked before, too. True if it is a single operation that has failed twice, the culprit.
    /// </summary>
    public bool Cut()
    {
        Suspects suspected = Suspected!.Value;
        Suspected = null;
        IsOutage = false;
        Failures = 0;
        int end = suspected.First + suspected.Count;
        if (!suspected.FailedInGoodWeather || end > _repeatedEnd)
        {
            _repeatedEnd = Math.Max(end, _repeatedEnd);
            if (suspected.Count == 1)
            {
                // By itself again, for with the others it would tell less.
                _limit = 1;
                _narrowEnd = end;
            }

            return false;
        }

        if (suspected.Count == 1)
        {
            _narrowEnd = 0;
            return true;
        }

        _limit = (suspected.Count + Parts - 1) / Parts;
        _narrowEnd = end;
        return false;
    }

    /// <summary>A request of this lane succeeded.</summary>
    /// <param name="first">The index of its first operation.</param>
    /// <param name="end">The index after its last operation.</param>
    public void Succeed(int first, int end)
    {
        // What failed has been delivered.
        Suspected = Suspected is { } suspected && first <= suspected.First && suspected.First + suspected.Count <= end
            ? null
            : Suspected;
        if (IsOutage)
        {
            IsOutage = false;
            Failures = 0;
            return;
        }

        if (Suspected is null)
        {
            Failures = 0;
            if (end >= _narrowEnd)
            {
                _narrowEnd = 0;
                _limit = (int)Math.Min(_limit * 2L, _maxCount);
            }
        }
    }

    /// <summary>Indices mean something else from now on: another batch is at work.</summary>
    public void ChangeBatch()
    {
        _narrowEnd = 0;
        _repeatedEnd = 0;
        Suspected = null;
        _tried.Clear();
    }

    /// <summary>Part of a request that failed without a verdict.</summary>
    /// <param name="First">The index of its first operation.</param>
    /// <param name="Count">How many it had.</param>
    /// <param name="Path">Where it was sent to.</param>
    /// <param name="FailedInGoodWeather">The path worked before, so that its working after tells something.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Suspects(int First, int Count, SendPath Path, bool FailedInGoodWeather);
}
