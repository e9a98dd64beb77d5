using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>A store that keeps the contract but for one thing. It says that it is durable: a disk holds the inner one.</summary>
internal sealed class FlawedStore(InMemoryFallbackStore inner, Flaw flaw) : IFallbackStore
{
    private const int Lanes = 4;

    public bool IsDurable => true;

    public async ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken)
    {
        List<LaneBacklog> backlog = [];
        for (int lane = 0; lane < Lanes && flaw is not Flaw.TellsNoBacklog; lane++)
        {
            IReadOnlyList<Operation> all = await inner.ReadAsync(lane, int.MaxValue, int.MaxValue, cancellationToken);
            if (all.Count > 0)
            {
                int count = all.Count(static one => one.Kind is not OperationKind.MergeBarrier);
                backlog.Add(new LaneBacklog(lane, count, all[0].Sequence, all[^1].Sequence));
            }
        }

        if (flaw is Flaw.ForgetsDeadLetters)
        {
            foreach (DeadLetter letter in await inner.ListDeadLettersAsync(null, int.MaxValue, cancellationToken))
            {
                await inner.TakeDeadLetterAsync(letter.Operation.Id, cancellationToken);
            }
        }

        return backlog;
    }

    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        AppendResult result = await inner.AppendAsync(
            [.. operations.Where(one => flaw is not Flaw.LosesEveryTenth || one.Sequence % 10 != 0)], cancellationToken);
        if (flaw is Flaw.ActsBeforeItIsCancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return flaw switch
        {
            Flaw.CountsNoDuplicates => result with { Duplicates = 0 },
            Flaw.LosesEveryTenth => result with { Taken = operations.Count },
            _ => result,
        };
    }

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        int limit = flaw is Flaw.ReadsWholeLane ? int.MaxValue : maxBytes;
        IReadOnlyList<Operation> page = await inner.ReadAsync(lane, maxCount, limit, cancellationToken);
        if (flaw is Flaw.ReadRemoves)
        {
            await inner.CompleteAsync(lane, page, [], cancellationToken);
        }

        return flaw switch
        {
            Flaw.ReadsNewestFirst => [.. page.Reverse()],
            Flaw.AltersPayloads => [.. page.Select(static one => one.With([.. one.Payload.ToArray(), 32]))],
            _ => page,
        };
    }

    public async ValueTask<CompleteResult> CompleteAsync(
        int lane,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<DeadLetter> deadLetters,
        CancellationToken cancellationToken)
    {
        if (flaw is Flaw.CompletesAllBefore && operations.Count > 0)
        {
            long last = operations.Max(static one => one.Sequence);
            IReadOnlyList<Operation> all = await inner.ReadAsync(lane, int.MaxValue, int.MaxValue, cancellationToken);
            await inner.CompleteAsync(lane, [.. all.Where(one => one.Sequence < last)], [], cancellationToken);
        }

        if (flaw is Flaw.KeepsDeadLettersOfTheErased)
        {
            await inner.CompleteAsync(lane, [], deadLetters, cancellationToken);
            return await inner.CompleteAsync(lane, operations, [], cancellationToken);
        }

        return await inner.CompleteAsync(
            lane, operations, flaw is Flaw.DropsDeadLetters ? [] : deadLetters, cancellationToken);
    }

    public async ValueTask<int> EraseAsync(int lane, IReadOnlyList<Erasure> erasures, CancellationToken cancellationToken)
    {
        if (flaw is Flaw.ErasesEverybody)
        {
            IReadOnlyList<Operation> all = await inner.ReadAsync(lane, int.MaxValue, int.MaxValue, cancellationToken);
            erasures = [.. all.Select(one => new Erasure(one.Key, erasures[0].BeforeSequence)).Distinct()];
        }

        return await inner.EraseAsync(
            lane,
            [.. erasures.Select(one => flaw is Flaw.ErasesLaterToo ? one with { BeforeSequence = long.MaxValue } : one)],
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        Ulid? after, int maxCount, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeadLetter> page = await inner.ListDeadLettersAsync(after, maxCount, cancellationToken);
        return flaw is Flaw.ListsBackwards ? [.. page.Reverse()] : page;
    }

    public async ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken) =>
        flaw is Flaw.TakesNothing
            ? (await inner.ListDeadLettersAsync(null, int.MaxValue, cancellationToken))
                .FirstOrDefault(letter => letter.Operation.Id == id)
            : await inner.TakeDeadLetterAsync(id, cancellationToken);

    public StoreStatistics GetStatistics() => flaw is Flaw.CountsNothing ? default : inner.GetStatistics();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
