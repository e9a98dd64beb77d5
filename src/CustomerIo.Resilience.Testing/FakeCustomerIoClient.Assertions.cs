using System.Runtime.CompilerServices;
using System.Text.Json;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Fakes;

namespace CustomerIo.Resilience.Testing;

/// <content>
/// Assertions for any test framework. All look at <see cref="Operations"/> and throw
/// <see cref="CustomerIoAssertionException"/> with what was recorded nearest to what was expected.
/// </content>
public sealed partial class FakeCustomerIoClient
{
    /// <summary>An event of this person was recorded.</summary>
    /// <param name="person">The person, by the identifier that the call used.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">Data it has, among others; compared as the JSON that is sent. Null, the default: any.</param>
    /// <param name="matching">What else is true of its data. Null, the default: nothing.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <returns>The first such operation.</returns>
    /// <exception cref="CustomerIoAssertionException">There is none.</exception>
    public RecordedOperation ShouldHaveTracked(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        Func<JsonElement, bool>? matching = null,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null) =>
        Find(Event(person, name, data, matching, matchingText));

    /// <summary>A typed event of this person was recorded.</summary>
    /// <param name="person">The person, by the identifier that the call used.</param>
    /// <param name="matching">What is true of the event. Null, the default: nothing.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <returns>The first such operation.</returns>
    /// <exception cref="CustomerIoAssertionException">There is none.</exception>
    public RecordedOperation ShouldHaveTracked<TEvent>(
        PersonId person,
        Func<TEvent, bool>? matching = null,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null)
        where TEvent : ICustomerIoEvent<TEvent> =>
        Find(Event(person, matching, matchingText));

    /// <summary>No event of this person with this name, and with this data if it is given, was recorded.</summary>
    /// <param name="person">The person, by the identifier that calls use.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">Data, among others; compared as the JSON that is sent. Null, the default: any.</param>
    /// <param name="matching">What else is true of its data. Null, the default: nothing.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <exception cref="CustomerIoAssertionException">There is one.</exception>
    public void ShouldNotHaveTracked(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        Func<JsonElement, bool>? matching = null,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null) =>
        FindNone(Event(person, name, data, matching, matchingText));

    /// <summary>No such typed event of this person was recorded.</summary>
    /// <param name="person">The person, by the identifier that calls use.</param>
    /// <param name="matching">What is true of the event. Null, the default: nothing.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <exception cref="CustomerIoAssertionException">There is one.</exception>
    public void ShouldNotHaveTracked<TEvent>(
        PersonId person,
        Func<TEvent, bool>? matching = null,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null)
        where TEvent : ICustomerIoEvent<TEvent> =>
        FindNone(Event(person, matching, matchingText));

    /// <summary>This person was identified.</summary>
    /// <param name="person">The person, by the identifier that the call used.</param>
    /// <param name="attributes">Attributes it has, among others; compared as the JSON that is sent. Null: any.</param>
    /// <param name="matching">What else is true of the attributes. Null, the default: nothing.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <returns>The first such operation.</returns>
    /// <exception cref="CustomerIoAssertionException">There is none.</exception>
    public RecordedOperation ShouldHaveIdentified(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        Func<JsonElement, bool>? matching = null,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null) =>
        Find(new Expectation(OperationKind.Identify, person)
        {
            Attributes = attributes,
            Condition = Condition.OfJson(matching, matchingText),
        });

    /// <summary>This person was identified with typed attributes.</summary>
    /// <param name="person">The person, by the identifier that the call used.</param>
    /// <param name="matching">What is true of the attributes. Null, the default: nothing.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <typeparam name="TAttributes">The attributes.</typeparam>
    /// <returns>The first such operation.</returns>
    /// <exception cref="CustomerIoAssertionException">There is none.</exception>
    public RecordedOperation ShouldHaveIdentified<TAttributes>(
        PersonId person,
        Func<TAttributes, bool>? matching = null,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null)
        where TAttributes : ICustomerIoAttributes<TAttributes> =>
        Find(new Expectation(OperationKind.Identify, person) { Condition = Condition.OfData(matching, matchingText) });

    /// <summary>
    /// An operation of any kind was recorded, such as a delete: <c>one => one.Kind is OperationKind.Delete</c>.
    /// </summary>
    /// <param name="matching">What is true of it.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <returns>The first such operation.</returns>
    /// <exception cref="CustomerIoAssertionException">There is none.</exception>
    public RecordedOperation ShouldHave(
        Func<RecordedOperation, bool> matching,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null)
    {
        ArgumentNullException.ThrowIfNull(matching);
        return Find(new Expectation { Condition = new Condition(matching, matchingText) });
    }

    /// <summary>No such operation was recorded.</summary>
    /// <param name="matching">What is true of it.</param>
    /// <param name="matchingText">Leave it out: the compiler fills in the text of the condition.</param>
    /// <exception cref="CustomerIoAssertionException">There is one.</exception>
    public void ShouldNotHave(
        Func<RecordedOperation, bool> matching,
        [CallerArgumentExpression(nameof(matching))] string? matchingText = null)
    {
        ArgumentNullException.ThrowIfNull(matching);
        FindNone(new Expectation { Condition = new Condition(matching, matchingText) });
    }

    /// <summary>Nothing was recorded.</summary>
    /// <exception cref="CustomerIoAssertionException">Something was.</exception>
    public void ShouldHaveNothing() => FindNone(new Expectation());

    private static Expectation Event(
        PersonId person,
        string name,
        Dictionary<string, object?>? data,
        Func<JsonElement, bool>? matching,
        string? matchingText) => new(OperationKind.Event, person)
        {
            Name = name,
            Attributes = data,
            Condition = Condition.OfJson(matching, matchingText),
        };

    private static Expectation Event<TEvent>(PersonId person, Func<TEvent, bool>? matching, string? matchingText)
        where TEvent : ICustomerIoEvent<TEvent> => new(OperationKind.Event, person)
        {
            Name = TEvent.EventName,
            Condition = Condition.OfData(matching, matchingText),
        };

    private RecordedOperation Find(Expectation expected) =>
        _log.Taken.FirstOrDefault(expected.IsMetBy)
        ?? throw new CustomerIoAssertionException(Report.Missing(expected, _log));

    private void FindNone(Expectation unwanted)
    {
        RecordedOperation[] found = [.. _log.Taken.Where(unwanted.IsMetBy)];
        if (found.Length > 0)
        {
            throw new CustomerIoAssertionException(Report.Unwanted(unwanted, found));
        }
    }
}
