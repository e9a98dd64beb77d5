using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Comparisons that say what they compared.</summary>
internal static class StoreExpectations
{
    public static void Expect<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CustomerIoAssertionException($"{what}: expected {Text(expected)}, but it is {Text(actual)}.");
        }
    }

    public static void ExpectList<T>(string what, IEnumerable<T> expected, IEnumerable<T> actual)
    {
        T[] wanted = [.. expected];
        T[] found = [.. actual];
        if (!wanted.SequenceEqual(found))
        {
            throw new CustomerIoAssertionException($"{what}: expected {TextOf(wanted)}, but it is {TextOf(found)}.");
        }
    }

    public static void ExpectSame(string what, Operation expected, Operation actual)
    {
        Expect($"{what}, id", expected.Id, actual.Id);
        Expect($"{what}, position", expected.Position, actual.Position);
        Expect($"{what}, kind", expected.Kind, actual.Kind);
        Expect($"{what}, key", expected.Key, actual.Key);
        Expect($"{what}, second key", expected.SecondKey, actual.SecondKey);
        ExpectList($"{what}, named keys", expected.NamedKeys, actual.NamedKeys);
        Expect($"{what}, time of the call", expected.OccurredAt, actual.OccurredAt);
        Expect($"{what}, parked", expected.Parked, actual.Parked);
        Expect($"{what}, unreadable", expected.IsUnreadable, actual.IsUnreadable);
        ExpectList($"{what}, payload", expected.Payload.ToArray(), actual.Payload.ToArray());
    }

    public static void ExpectAllSame(string what, IReadOnlyList<Operation> expected, IReadOnlyList<Operation> actual)
    {
        Expect($"{what}, count", expected.Count, actual.Count);
        for (int index = 0; index < expected.Count; index++)
        {
            ExpectSame($"{what}, {expected[index].Kind} {expected[index].Position}", expected[index], actual[index]);
        }
    }

    /// <summary>All but the number, which the store gives.</summary>
    public static void ExpectSame(string what, DeadLetter expected, DeadLetter actual)
    {
        ExpectSame($"{what}, operation", expected.Operation, actual.Operation);
        Expect($"{what}, reason", expected.Reason, actual.Reason);
        Expect($"{what}, attempts", expected.Attempts, actual.Attempts);
        Expect($"{what}, time of the rejection", expected.RejectedAt, actual.RejectedAt);
        Expect($"{what}, error", expected.Error, actual.Error);
    }

    private static string Text<T>(T value)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{value}");
        return text.Length > 0 ? text : "nothing";
    }

    private static string TextOf<T>(T[] values) =>
        values.Length == 0 ? "nothing" : string.Join(", ", values.Select(static value => Text(value)));
}
