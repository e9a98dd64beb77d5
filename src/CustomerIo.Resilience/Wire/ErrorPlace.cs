namespace CustomerIo.Resilience.Wire;

/// <summary>What an error of an answer says about the item it concerns.</summary>
internal enum ErrorPlace
{
    /// <summary>Nothing: there is no <c>batch_index</c>.</summary>
    Unnamed,

    /// <summary>A whole number, which may be no item's.</summary>
    Named,

    /// <summary>Something else: text, a fraction, a number beyond all items; or the error is none.</summary>
    Unreadable,
}
