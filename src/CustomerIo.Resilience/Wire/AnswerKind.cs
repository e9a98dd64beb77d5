namespace CustomerIo.Resilience.Wire;

/// <summary>What a success says about the operations of its request.</summary>
internal enum AnswerKind
{
    /// <summary>The server has all of them.</summary>
    Taken,

    /// <summary>The server refused those that it names, and has the others.</summary>
    Refused,

    /// <summary>
    /// The server refused something, and it is not certain what: at least one of the errors has no item of this request.
    /// Nothing is known about any of the operations; sending fewer at a time finds out.
    /// </summary>
    NotPlaced,

    /// <summary>Nothing is known about any of the operations.</summary>
    NotUnderstood,
}
