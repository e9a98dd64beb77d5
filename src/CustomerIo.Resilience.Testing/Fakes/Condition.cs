using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>
/// A condition that a test wrote, with its text, and the type that the data must have been passed as.
/// </summary>
internal sealed class Condition(Func<RecordedOperation, bool> holds, string? text, Type? passedAs = null)
{
    public override string ToString() => text ?? $"passed as {passedAs?.Name}";

    public static Condition? OfJson(Func<JsonElement, bool>? matching, string? text) =>
        matching is null ? null : new Condition(operation => matching(operation.Attributes), text);

    public static Condition OfData<TData>(Func<TData, bool>? matching, string? text) => new(
        operation => operation.Data is TData data && matching?.Invoke(data) is not false, text, typeof(TData));

    /// <summary>Null where it holds, otherwise what to say.</summary>
    public string? DifferenceFrom(RecordedOperation operation)
    {
        if (passedAs?.IsInstanceOfType(operation.Data) is false)
        {
            return $"not passed as {passedAs.Name}";
        }

        try
        {
            return holds(operation) ? null : $"not true: {text}";
        }
        catch (Exception exception)
        {
            // Such as a look into data that is not there: that is a difference like any other.
            return $"{exception.GetType().Name} in: {text}";
        }
    }
}
