using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Tests.Wire;

public sealed class OutcomeWordTests
{
    [Theory]
    [InlineData("error")]
    [InlineData("Errors")]
    [InlineData("lastError")]
    [InlineData("error_message")]
    [InlineData("http-status")]
    [InlineData("statusCode")]
    [InlineData("is_ok")]
    [InlineData("isDown")]
    [InlineData("$fault")]
    public void A_name_that_speaks_of_the_outcome_is_known(string name) => OutcomeWords.AreIn(name).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("id")]
    [InlineData("request_id")]
    [InlineData("receivedAt")]
    [InlineData("token")]
    [InlineData("estate")]
    [InlineData("geocode")]
    [InlineData("context")]
    [InlineData("count")]
    public void Any_other_name_is_passed_over(string name) => OutcomeWords.AreIn(name).ShouldBeFalse();
}
