using CustomerIo.Resilience.Sqlite.Files;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>
/// Does a group of work in one transaction. If that fails, each piece gets one of its own, so that what fails harms nothing
/// else: a full disk must not keep what was delivered from being removed.
/// </summary>
internal sealed class GroupCommit(StoreFile file, DiskSpace space)
{
    // A file that is damaged again and again lies on a disk that nobody should write to.
    private const int MaxReplacements = 3;

    private int _replacements;
    private volatile string? _failure;

    /// <summary>Why the last piece of work failed, if it did.</summary>
    public string? Failure => _failure;

    public void Execute(IReadOnlyList<IStoreWork> group)
    {
        if (!space.IsFull && TryCommit(() => RunAll(group)) is null)
        {
            foreach (IStoreWork work in group)
            {
                work.Succeed();
            }

            return;
        }

        foreach (IStoreWork work in group)
        {
            ExecuteAlone(work);
        }
    }

    private void RunAll(IReadOnlyList<IStoreWork> group)
    {
        foreach (IStoreWork work in group)
        {
            work.Run(file.Tables);
        }
    }

    private void ExecuteAlone(IStoreWork work)
    {
        if (work.Kind is WorkKind.Adds && space.IsFull && !MayHaveRoom())
        {
            work.Refuse();
            return;
        }

        Exception? failure = TryCommit(() => work.Run(file.Tables));
        if (failure is not null && Mend(failure) && !(space.IsFull && work.Kind is WorkKind.Adds))
        {
            failure = TryCommit(() => work.Run(file.Tables));
        }

        End(work, failure);
        if (failure is null && work.Kind is WorkKind.Adds)
        {
            space.NoteRoom();
        }
        else if (space.IsFull && work.Kind is WorkKind.Removes)
        {
            file.Shrink();
        }
    }

    private bool MayHaveRoom()
    {
        if (!space.IsTimeToLook())
        {
            return false;
        }

        file.Shrink();
        return space.TryReserve();
    }

    private void End(IStoreWork work, Exception? failure)
    {
        switch (failure)
        {
            case null:
                work.Succeed();
                break;
            case not null when work.Kind is WorkKind.Adds && Trouble.IsFull(failure):
                work.Refuse();
                break;
            default:
                _failure = failure.Message;
                work.Fail(failure);
                break;
        }
    }

    // Whether it makes sense to try again.
    private bool Mend(Exception failure)
    {
        if (Trouble.IsFull(failure))
        {
            space.NoteFull(failure);
            file.Shrink();
            return true;
        }

        return Trouble.IsDamage(failure) && _replacements++ < MaxReplacements && TryReplace(failure);
    }

    private bool TryReplace(Exception cause)
    {
        try
        {
            file.Replace(cause);
            return true;
        }
        catch (Exception exception)
        {
            _failure = exception.Message;
            return false;
        }
    }

    private Exception? TryCommit(Action action)
    {
        try
        {
            file.Begin();
            action();
            file.Commit();
            _failure = null;
            return null;
        }
        catch (Exception exception)
        {
            file.Rollback();
            return exception;
        }
    }
}
