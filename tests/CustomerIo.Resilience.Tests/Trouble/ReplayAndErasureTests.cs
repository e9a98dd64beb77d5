using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// Dead letters of a person, and of objects that name them, that are replayed while the person is deleted or waits to be: none
/// arrives after the delete, and none is kept.
/// </summary>
public sealed class ReplayAndErasureTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_replay_of_many_letters_brings_none_after_a_delete_that_is_called_meanwhile()
    {
        using Turnstile turnstile = new();
        await using VirtualBench bench = await VirtualBench.StartAsync(
            build: builder => builder.ProtectPayloads(_ => turnstile));
        await LettersOfAdaAsync(bench, 200);
        turnstile.CloseAfter(120);

        // Reading the letters stops on the way, and goes on when the delete has had its time.
        Task<ReplayResult> replay = Task.Run(() => bench.Bench.DeadLetters.ReplayAsync(new DeadLetterFilter { Person = "ada" }));
        await Task.WhenAny(replay, turnstile.Reached).WaitAsync(TimeSpan.FromSeconds(30));
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        await bench.PassAsync(TimeSpan.FromSeconds(20));
        turnstile.Open();

        await bench.EndAsync(replay, Soon);
        (await bench.EndAsync(delete, Soon)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "nothing waits");
        await ShouldHaveEndedWithTheDeleteAsync(bench);
    }

    [Fact]
    public async Task A_letter_that_is_replayed_while_a_delete_of_its_person_waits_goes_with_it()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        IReadOnlyList<DeadLetter> letters = await LettersOfAdaAsync(bench, 3);
        await bench.Simulator.StopAsync();
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");

        await bench.Bench.DeadLetters.ReplayAsync(letters[0].Operation.Id);
        await bench.EndAsync(delete, VirtualBench.Answered);
        await bench.Bench.DeadLetters.ReplayAsync(letters[1].Operation.Id);
        await bench.Simulator.StartAgainAsync();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "nothing waits");

        await ShouldHaveEndedWithTheDeleteAsync(bench);
    }

    [Fact]
    public async Task A_letter_is_not_listed_any_more_as_soon_as_a_delete_of_its_person_waits()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        await LettersOfAdaAsync(bench, 3);
        await bench.Simulator.StopAsync();

        (await bench.EndAsync(bench.Client.DeleteAsync("ada"), VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Stored);

        (await bench.Bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public Task An_objects_letter_never_names_a_person_who_is_deleted() => ReplayAnObjectAsync(whileTheDeleteWaits: false);

    [Fact]
    public Task An_objects_letter_never_names_a_person_after_their_waiting_delete() =>
        ReplayAnObjectAsync(whileTheDeleteWaits: true);

    [Fact]
    public async Task What_names_a_person_waits_for_a_replayed_delete_of_them()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        (await bench.EndAsync(bench.Client.DeleteAsync("ada"), Soon)).Reason.ShouldBe(RejectionReason.RefusedByServer);
        bench.Simulator.Faults.Next(Fault.Hang());
        await bench.Bench.DeadLetters.ReplayAsync(new DeadLetterFilter());
        await bench.PassAsync(static bench => bench.Simulator.Faults.HungRequests == 1, Soon, "the delete is on its way");

        Task<DeliveryResult> naming = bench.Client.IdentifyObjectAsync(ObjectId.Of(1, "o1"), people: [new PersonRelationship("ada")]);
        for (int person = 0; person < 100; person++)
        {
            (await bench.EndAsync(bench.Client.TrackAsync($"p{person}", "step"), Soon)).Status.ShouldBe(DeliveryStatus.Delivered);
        }

        bench.Simulator.Operations.ShouldNotContain(static operation => operation.Action == "identify");
        bench.Simulator.Faults.ReleaseHung();
        (await bench.EndAsync(naming, Soon)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "nothing waits");
        bench.Simulator.Operations.Select(static operation => operation.Action).Where(static action => action is not "event")
            .ShouldBe(["delete", "identify"]);
    }

    private static async Task ReplayAnObjectAsync(bool whileTheDeleteWaits)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        DeliveryResult refused = await bench.Client.IdentifyObjectAsync(
            ObjectId.Of(1, "o1"), people: [new PersonRelationship("ada")]);
        refused.Reason.ShouldBe(RejectionReason.RefusedByServer);
        if (whileTheDeleteWaits)
        {
            await bench.Simulator.StopAsync();
        }

        await bench.EndAsync(bench.Client.DeleteAsync("ada"), VirtualBench.Answered);
        await bench.Bench.DeadLetters.ReplayAsync(refused.OperationId);

        // The object, if it is sent, is held until the delete has had every chance to overtake it.
        bench.Simulator.Faults.When(
            static request => request.Body.Span.IndexOf("\"type\":\"object\""u8) >= 0, Fault.Hang(), times: 1);
        await bench.Simulator.StartAgainAsync();
        await bench.PassAsync(
            static bench => bench.IsSettled || bench.Simulator.Faults.HungRequests > 0, Soon, "everything is sent");
        await bench.PassAsync(TimeSpan.FromSeconds(5));
        bench.Simulator.Faults.ReleaseHung();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "nothing waits");

        IReadOnlyList<string> traces = bench.Simulator.TracesOf("ada");
        traces.SkipWhile(static trace => trace != "person delete").ShouldBe(["person delete"]);
        bench.Simulator.Person("ada").ShouldBeNull();
    }

    private static async Task<IReadOnlyList<DeadLetter>> LettersOfAdaAsync(VirtualBench bench, int count)
    {
        bench.Simulator.Faults.When("/", Fault.RejectItemsAtRandom(1));
        for (int number = 0; number < count; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
        }

        await bench.PassAsync(bench => bench.Status.Store.DeadLetters == count, Soon, "all are refused");
        bench.Simulator.Faults.Clear();
        return await bench.Bench.DeadLettersAsync();
    }

    private static async Task ShouldHaveEndedWithTheDeleteAsync(VirtualBench bench)
    {
        IReadOnlyList<string> traces = bench.Simulator.TracesOf("ada");
        traces.Count(static trace => trace == "person delete").ShouldBe(1);
        traces.SkipWhile(static trace => trace != "person delete").Count().ShouldBe(1, "nothing comes after the delete");
        bench.Simulator.Person("ada").ShouldBeNull();
        (await bench.Bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    /// <summary>A protector that changes nothing, and that lets only so many payloads be read until it is opened.</summary>
    private sealed class Turnstile : IPayloadProtector, IDisposable
    {
        private readonly ManualResetEventSlim _open = new(initialState: true);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = int.MaxValue;

        public Task Reached => _reached.Task;

        public void CloseAfter(int count)
        {
            Volatile.Write(ref _left, count);
            _open.Reset();
        }

        public void Open() => _open.Set();

        public byte[] Protect(byte[] payload) => payload;

        public byte[] Unprotect(byte[] protectedPayload)
        {
            if (Interlocked.Decrement(ref _left) < 0)
            {
                _reached.TrySetResult();
                _open.Wait(TimeSpan.FromSeconds(30));
            }

            return protectedPayload;
        }

        public void Dispose() => _open.Dispose();
    }
}
