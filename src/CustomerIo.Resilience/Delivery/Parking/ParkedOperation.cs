using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>An operation that is parked in memory: on its way into the store, or because the store cannot take it.</summary>
internal sealed class ParkedOperation
{
    public ParkedOperation(in OperationHead head, long sequence, byte[] payload, DeliveryPromise? promise)
    {
        Head = head;
        Sequence = sequence;
        Payload = payload;
        Promise = promise;
        Key = head.Key.StoredKey;
        SecondKey = head.Others?.Second?.StoredKey;
        NamedKeys = head.Others is { Named.Count: > 0 } others ? [.. others.Named.Select(static key => key.StoredKey)] : [];
    }

    public OperationHead Head { get; }

    public string Key { get; }

    public string? SecondKey { get; }

    public string[] NamedKeys { get; }

    /// <summary>Its place in the order of calls.</summary>
    public long Sequence { get; }

    public byte[] Payload { get; }

    public DeliveryPromise? Promise { get; }

    /// <summary>What has to leave the lanes' memory before it may go; null if it came from its lane's head.</summary>
    public Passage? Passage { get; set; }

    /// <summary>It failed by itself.</summary>
    public bool HasFailed { get; set; }

    /// <summary>It is in a request, or on its way into the store.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The row that an append was tried with; a try that threw may have happened.</summary>
    public Operation? Row { get; set; }

    public bool IsBarrier => Head.Kind.IsBarrier();

    public bool IsErasure => Head.Kind.IsErasure();

    public bool IsReady => Passage is null || Passage.IsPast;

    public IEnumerable<string> OwnKeys
    {
        get
        {
            yield return Key;
            if (SecondKey is not null)
            {
                yield return SecondKey;
            }
        }
    }
}
