namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>What is to be done with an operation that its lane has come to.</summary>
internal enum Look
{
    /// <summary>It goes its way.</summary>
    Send,

    /// <summary>It has to wait for something that is parked; its key is reserved for it.</summary>
    Park,

    /// <summary>A later delete or suppress has made it pointless.</summary>
    Erase,
}
