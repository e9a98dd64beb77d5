namespace CustomerIo.Resilience.Delivery;

/// <content>
/// While a request is in flight and memory fills up, a durable store takes the pages behind it: a second one is at work on the
/// lane then. When the request ends, whichever of the two looks first stops and the other is the pump.
/// </content>
internal sealed partial class Lane
{
    private long _spillsNotBefore = long.MinValue;

    private bool ShouldSpill()
    {
        bool spills = _settings.Role is StoreRole.Relief
            && _sending
            && !_spilling
            && _queue.HasClosedPages
            && _settings.Budget.ShouldSpill
            && _settings.Time.GetTimestamp() >= _spillsNotBefore;
        _spilling |= spills;
        IsDiverted |= spills;
        return spills;
    }

    private Page? TakeBesideRequest()
    {
        if (_sending && !_queue.IsEmpty)
        {
            return _spilled = _queue.Dequeue();
        }

        _spilling = false;
        return null;
    }

    // Something failed on its way to the server while newer pages went into the store: it is sent, not stored behind them.
    private bool IsOlderThanStore(Page page) =>
        _settings.Role is not StoreRole.Journal && HasStored && page.FirstSequence < _oldestStored;

    private void PauseSpilling(TimeSpan pause) => _spillsNotBefore =
        _settings.Time.GetTimestamp() + (long)(pause.TotalSeconds * _settings.Time.TimestampFrequency);

    private void LetGo(Page page)
    {
        if (ReferenceEquals(page, _spilled))
        {
            _spilled = null;
            return;
        }

        _taken = null;
        _sending = false;
    }
}
