using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Tests.Fakes;

public sealed class FakeAssertionTests
{
    private readonly FakeCustomerIoClient _fake = new();

    [Fact]
    public async Task An_event_is_found_by_person_name_and_data()
    {
        await _fake.TrackAsync("42", "order_placed", new() { ["total"] = 99.90m, ["items"] = new[] { "a", "b" } });

        RecordedOperation found = _fake.ShouldHaveTracked("42", "order_placed");

        found.ShouldBeSameAs(_fake.Operations[0]);
        _fake.ShouldHaveTracked("42", "order_placed", new() { ["total"] = 99.9 }).ShouldBeSameAs(found);
        _fake.ShouldHaveTracked("42", "order_placed", new() { ["items"] = new List<string> { "a", "b" } });
        _fake.ShouldHaveTracked(
            "42", "order_placed", matching: static data => data.GetProperty("total").GetDecimal() > 99);
    }

    [Fact]
    public async Task A_typed_event_is_found_by_what_is_true_of_it()
    {
        await _fake.TrackAsync("42", new CheckoutCompleted("o-17", 99.90m));
        await _fake.IdentifyAsync("42", new Profile("ada@example.com", "pro"));

        _fake.ShouldHaveTracked<CheckoutCompleted>("42");
        _fake.ShouldHaveTracked<CheckoutCompleted>("42", static one => one.Total == 99.90m);
        _fake.ShouldHaveTracked("42", "checkout_completed", new() { ["order_id"] = "o-17" });
        _fake.ShouldHaveIdentified<Profile>("42", static one => one.Plan == "pro");
        _fake.ShouldHaveIdentified("42", new() { ["email"] = "ada@example.com" });
        _fake.ShouldHaveIdentified("42", matching: static one => one.GetProperty("plan").GetString() == "pro");
    }

    [Fact]
    public async Task A_failure_lists_what_is_nearest_first_and_how_it_differs()
    {
        await _fake.DeleteAsync("42");
        await _fake.TrackAsync("43", "order_placed", new() { ["total"] = 1 });
        await _fake.TrackAsync("42", "order_plaecd", new() { ["total"] = 99.8m });

        string message = MessageOf(
            () => _fake.ShouldHaveTracked("42", "order_placed", new() { ["total"] = 99.9m, ["plan"] = "pro" }));

        message.ShouldBe(
            """
            Expected Event "order_placed" of id 42 with {"total":99.9,"plan":"pro"}. 3 operations were recorded:
              Event "order_plaecd" of id 42: {"total":99.8} (Delivered)  <- name is "order_plaecd"; total is 99.8; no plan
              Event "order_placed" of id 43: {"total":1} (Delivered)  <- person is id 43; total is 1; no plan
              Delete of id 42 (Delivered)  <- kind is Delete; no name; no total; no plan
            """,
            StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public async Task A_failure_shows_the_condition_and_what_was_not_taken()
    {
        await _fake.TrackAsync("42", new CheckoutCompleted("o-17", 1m));
        await _fake.TrackAsync("42", "checkout_completed", new() { ["total"] = 2 });
        await _fake.TrackAsync("42", new string('x', 101));

        string message = MessageOf(() => _fake.ShouldHaveTracked<CheckoutCompleted>("42", one => one.Total == 2m));

        message.ShouldStartWith("Expected Event \"checkout_completed\" of id 42 where one => one.Total == 2m. ");
        message.ShouldContain("<- not true: one => one.Total == 2m");
        message.ShouldContain("<- not passed as CheckoutCompleted");
        message.ShouldContain("1 operation was not taken:\n  Event \"xxx");
        message.ShouldContain("(Rejected)  <- ");
    }

    [Fact]
    public async Task A_look_at_data_that_is_not_there_is_a_difference_and_no_error()
    {
        await _fake.TrackAsync("42", "order_placed");

        MessageOf(() => _fake.ShouldHaveTracked(
                "42", "order_placed", matching: static data => data.GetProperty("total").GetInt32() == 1))
            .ShouldContain("KeyNotFoundException in: static data =>");
    }

    [Fact]
    public async Task Of_many_operations_the_five_nearest_are_shown()
    {
        for (int number = 0; number < 20; number++)
        {
            await _fake.TrackAsync("42", $"order_{number}");
        }

        string message = MessageOf(() => _fake.ShouldHaveTracked("42", "order_100"));

        message.ShouldContain("20 operations were recorded; the nearest 5:");
        message.Split('\n').Length.ShouldBe(6);
        message.Split('\n')[1].ShouldContain("order_10\"");
    }

    [Fact]
    public void A_failure_without_any_operation_says_so() =>
        MessageOf(() => _fake.ShouldHaveTracked("42", "order_placed"))
            .ShouldBe("Expected Event \"order_placed\" of id 42. Nothing was recorded.");

    [Fact]
    public async Task What_should_not_be_there_is_shown_when_it_is()
    {
        _fake.ShouldHaveNothing();
        await _fake.TrackAsync("42", "order_placed", new() { ["total"] = 1 });

        _fake.ShouldNotHaveTracked("42", "order_cancelled");
        _fake.ShouldNotHaveTracked("43", "order_placed");
        _fake.ShouldNotHaveTracked("42", "order_placed", new() { ["total"] = 2 });
        _fake.ShouldNotHaveTracked<CheckoutCompleted>("42");
        MessageOf(() => _fake.ShouldNotHaveTracked("42", "order_placed")).ShouldBe(
            "Expected no Event \"order_placed\" of id 42. 1 operation was recorded:\n"
            + "  Event \"order_placed\" of id 42: {\"total\":1} (Delivered)");
        MessageOf(_fake.ShouldHaveNothing).ShouldStartWith("Expected no operation. 1 operation was recorded:\n");
    }

    [Fact]
    public async Task Any_operation_is_found_by_what_is_true_of_it()
    {
        await _fake.SuppressAsync("42");

        _fake.ShouldHave(static one => one.Kind is OperationKind.Suppress && one.Person == "42");
        _fake.ShouldNotHave(static one => one.Kind is OperationKind.Delete);
        MessageOf(() => _fake.ShouldHave(one => one.Kind is OperationKind.Delete))
            .ShouldContain("Expected operation where one => one.Kind is OperationKind.Delete.");
        MessageOf(() => _fake.ShouldNotHave(static one => one.Person == "42")).ShouldContain("  Suppress of id 42");
    }

    [Fact]
    public async Task A_typed_event_that_was_passed_by_name_is_told_apart()
    {
        await _fake.TrackAsync("42", "checkout_completed");

        MessageOf(() => _fake.ShouldHaveTracked<CheckoutCompleted>("42"))
            .ShouldContain("<- not passed as CheckoutCompleted");
    }

    private static string MessageOf(Action assertion) => Should.Throw<CustomerIoAssertionException>(assertion).Message;
}
