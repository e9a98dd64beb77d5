using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Files;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>
/// Does a group of work in one transaction. If that fails, each piece gets one of its own, so that what fails harms nothing
/// else: a full disk must not keep what was delivered from being removed.
/// </summary>
internal sealed class GroupCommit(StoreFile file, DiskSpace space, TimeProvider time)
{
    // A file that is damaged again and again lies on a disk that nobody should write to.
    private const int MaxReplacements = 3;

    private static readonly TimeSpan ReplacementsCountFor = TimeSpan.FromHours(1);

    private readonly Queue<long> _replacements = [];
    private volatile string? _failure;

    /// <summary>Why the last piece of work failed, if it did.</summary>
    public string? Failure => _failure;

    public void Execute(IReadOnlyList<IStoreWork> group)
    {
        Exception? failure = null;
        if (!space.IsFull && (failure = TryCommit(() => RunAll(group), group.Any(HasWritten))) is null)
        {
            foreach (IStoreWork work in group)
            {
                work.Succeed();
            }

            return;
        }

        if (failure is FileLostException)
        {
            BeginAnew(group);
            return;
        }

        foreach (IStoreWork work in group)
        {
            ExecuteAlone(work);
        }
    }

    private static bool HasWritten(IStoreWork work) => work.Kind is not WorkKind.Reads;

    private void RunAll(IReadOnlyList<IStoreWork> group)
    {
        foreach (IStoreWork work in group)
        {
            work.Run(file.Tables);
        }
    }

    private void ExecuteAlone(IStoreWork work)
    {
        if (work.Kind is WorkKind.Adds && space.IsFull && !MayHaveRoom() && !work.TryNarrow())
        {
            work.Refuse();
            return;
        }

        Exception? failure = TryAlone(work);
        if (failure is not null && Mend(failure) && (!(space.IsFull && work.Kind is WorkKind.Adds) || work.TryNarrow()))
        {
            failure = TryAlone(work);
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

    private Exception? TryAlone(IStoreWork work) => TryCommit(() => work.Run(file.Tables), HasWritten(work));

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
            case FileLostException:
                BeginAnew([work]);
                break;
            case not null when work is AppendWork && Trouble.IsFull(failure):
                work.Refuse();
                break;
            default:
                _failure = file.WordsOf(failure);
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

        return Trouble.IsDamage(failure) && MayReplace() && TryReplace(failure);
    }

    private bool MayReplace()
    {
        while (_replacements.TryPeek(out long oldest) && time.GetElapsedTime(oldest) >= ReplacementsCountFor)
        {
            _replacements.Dequeue();
        }

        if (_replacements.Count >= MaxReplacements)
        {
            return false;
        }

        _replacements.Enqueue(time.GetTimestamp());
        return true;
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
            _failure = file.WordsOf(exception);
            return false;
        }
    }

    // What was done is nowhere: whoever asked for it asks again, and gets it from the new file.
    private void BeginAnew(IReadOnlyList<IStoreWork> group)
    {
        FallbackStoreException failure = new(
            "The store's file was deleted or replaced while it was in use, and what was in it is lost. A new one is begun in " +
            "its place: do the same again, and find out who touched the file.");
        try
        {
            _failure = failure.Message;
            file.BeginAnew();
        }
        catch (Exception exception)
        {
            _failure = file.WordsOf(exception);
        }

        foreach (IStoreWork work in group)
        {
            work.Fail(failure);
        }
    }

    private Exception? TryCommit(Action action, bool hasWritten)
    {
        try
        {
            file.Begin();
            action();
            file.Commit(hasWritten);
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
