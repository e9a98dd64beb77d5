using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>One thing the store was asked for.</summary>
internal interface IStoreWork
{
    /// <summary>What it does to the file.</summary>
    WorkKind Kind { get; }

    /// <summary>Becomes what has to be done on a full disk too, or gives false if there is no such part.</summary>
    bool TryNarrow();

    /// <summary>Does it, inside a transaction that may be taken back.</summary>
    void Run(StoreTables tables);

    /// <summary>The transaction is committed.</summary>
    void Succeed();

    /// <summary>The disk is full.</summary>
    void Refuse();

    /// <summary>It cannot be done.</summary>
    void Fail(Exception exception);
}
