namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>Where operations of the file go once it is clear which types they have: one that waits, one that does not.</summary>
internal interface IOperationSink<TResult>
{
    TResult Track<TEvent>(TEvent data)
        where TEvent : ICustomerIoEvent<TEvent>;

    TResult Track(string name, Dictionary<string, object?> data);

    TResult Identify(UserAttributes attributes);

    TResult Identify(Dictionary<string, object?> attributes);
}
