using CustomerIo.Resilience.AspNetCore.Dashboard.History;

namespace CustomerIo.Resilience.AspNetCore.Tests.Dashboard;

public sealed class LatencyWindowTests
{
    private readonly LatencyWindow _window = new();

    [Fact]
    public void An_interval_without_attempts_has_no_figures() => _window.Take().ShouldBe((null, null));

    [Fact]
    public void Median_and_95th_percentile_are_of_one_interval_and_in_milliseconds()
    {
        foreach (int number in Enumerable.Range(1, 100).Reverse())
        {
            _window.Add(number / 1_000.0);
        }

        (double? median, double? high) = _window.Take();
        _window.Add(7);

        (Math.Round(median!.Value, 6), Math.Round(high!.Value, 6)).ShouldBe((50, 95));
        _window.Take().ShouldBe((7_000, 7_000));
        _window.Take().ShouldBe((null, null));
    }

    [Fact]
    public void Of_very_many_the_last_ones_count()
    {
        for (int number = 0; number < 10_000; number++)
        {
            _window.Add(number < 7_000 ? 1 : 2);
        }

        _window.Take().ShouldBe((2_000, 2_000));
    }
}
