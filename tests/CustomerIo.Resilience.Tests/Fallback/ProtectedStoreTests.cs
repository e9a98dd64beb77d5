using System.Security.Cryptography;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using IPayloadProtector = CustomerIo.Resilience.Fallback.IPayloadProtector;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Tests.Fallback;

public sealed class ProtectedStoreTests : IAsyncDisposable
{
    private readonly InMemoryFallbackStore _inner;
    private readonly Keys _keys = new();
    private readonly ProtectedStore _store;

    public ProtectedStoreTests()
    {
        _inner = new(new FallbackOptions { MaxCount = 4, WhenFull = StoreOverflow.DropOldestEvents }, new FakeTime(Start));
        _store = new(_inner, _keys);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _inner.Dispose();
    }

    [Fact]
    public async Task The_inner_store_sees_no_payload()
    {
        await OpenAsync();
        await _store.AppendAsync([Make(1), Parked(2)], default);
        await _store.ApplyAsync(new StoreChanges { DeadLetters = [FromMemory(Make(3))] }, default);

        foreach (Operation operation in await AllAsync(_inner))
        {
            operation.Payload.ToArray().ShouldNotBe(Make((int)operation.OccurredAt.Subtract(Start).TotalSeconds).Payload.ToArray());
        }
    }

    [Fact]
    public async Task What_cannot_be_decrypted_is_given_as_unreadable_and_the_rest_as_it_is()
    {
        await OpenAsync();
        await _store.AppendAsync([Make(1), Parked(2)], default);
        await _store.ApplyAsync(new StoreChanges { DeadLetters = [FromMemory(Make(3))] }, default);

        _keys.AreAway = true;

        foreach (Operation operation in await AllAsync(_store))
        {
            operation.IsUnreadable.ShouldBeTrue();
            operation.Payload.IsEmpty.ShouldBeTrue();
            operation.Key.ShouldBe(Ada);
        }

        _keys.AreAway = false;
        (await AllAsync(_store)).ShouldAllBe(static one => !one.IsUnreadable && one.Payload.Length == 10);
    }

    [Fact]
    public async Task What_was_stored_without_protection_is_unreadable_and_stops_nothing()
    {
        await OpenAsync();
        await _inner.AppendAsync([Make(1)], default);
        await _store.AppendAsync([Make(2)], default);

        (await _store.ReadAsync(0, 0, 10, 1_000, default)).Select(static one => one.IsUnreadable).ShouldBe([true, false]);
    }

    [Fact]
    public async Task What_was_parked_or_refused_while_it_could_not_be_read_can_be_read_when_the_keys_are_back()
    {
        await OpenAsync();
        await _store.AppendAsync([Make(1), Make(2)], default);
        _keys.AreAway = true;
        IReadOnlyList<Operation> unreadable = await _store.ReadAsync(0, 0, 10, 1_000, default);

        await _store.ApplyAsync(
            new StoreChanges { Parked = [ToPark(unreadable[0])], DeadLetters = [Letter(unreadable[1])] }, default);
        _keys.AreAway = false;

        (await AllAsync(_store)).Select(static one => one.Payload.ToArray()).ShouldBe(
            [Make(1).Payload.ToArray(), Make(2).Payload.ToArray()]);
    }

    [Fact]
    public async Task A_replay_needs_no_keys()
    {
        await OpenAsync();
        await _store.ApplyAsync(new StoreChanges { DeadLetters = [FromMemory(Make(1))] }, default);
        _keys.AreAway = true;

        IReadOnlyList<Operation> replayed = await _store.ReplayAsync([Again(Make(1), 10)], default);

        replayed.Single().Position.ShouldBe(10);
        _keys.AreAway = false;
        (await _store.ReadAsync(0, 0, 10, 1_000, default)).Single().Payload.ToArray().ShouldBe(Make(1).Payload.ToArray());
    }

    [Fact]
    public async Task What_was_let_go_is_told_with_its_payload_and_what_was_erased_without()
    {
        await OpenAsync();
        await _store.AppendAsync([Make(1, Bob), Parked(2), Parked(3), Parked(4)], default);

        AppendResult result = await _store.AppendAsync([Parked(5, kind: OperationKind.Delete)], default);

        result.Evicted.Single().Payload.ToArray().ShouldBe(Make(1).Payload.ToArray());
        result.Erased.Count.ShouldBe(3);
        result.Erased.ShouldAllBe(static one => one.Payload.IsEmpty);
    }

    private static async Task<IReadOnlyList<Operation>> AllAsync(IFallbackStore store)
    {
        List<Operation> all = [.. await store.ReadAsync(0, 0, 10, 1_000, default)];
        all.AddRange((await store.ReadParkedAsync(Ada, 10, 1_000, default)).Operations);
        foreach (DeadLetter letter in await store.ListDeadLettersAsync(new DeadLetterQuery(), 10, default))
        {
            all.Add(letter.Operation);
        }

        all.ShouldNotBeEmpty();
        return all;
    }

    private async Task OpenAsync() => await _store.OpenAsync(4, default);

    /// <summary>Puts a byte before each payload, and cannot read anything else, nor anything while the keys are away.</summary>
    private sealed class Keys : IPayloadProtector
    {
        private const byte Mark = 200;

        public bool AreAway { get; set; }

        public byte[] Protect(byte[] payload) => [Mark, .. payload];

        public byte[] Unprotect(byte[] protectedPayload) => AreAway || protectedPayload[0] != Mark
            ? throw new CryptographicException("no key")
            : protectedPayload[1..];
    }
}
