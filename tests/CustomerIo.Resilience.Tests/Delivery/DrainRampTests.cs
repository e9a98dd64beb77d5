using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class DrainRampTests
{
    private readonly DrainRamp _ramp = new(
        lanes: 16,
        new FallbackOptions { DrainDelay = TimeSpan.FromSeconds(1), MaxDrainDelay = TimeSpan.FromSeconds(8) },
        new NoRandom());

    [Fact]
    public void The_window_doubles_after_each_round_of_successes_up_to_the_lanes()
    {
        List<int> windows = [];
        for (int round = 0; round < 6; round++)
        {
            windows.Add(_ramp.Window);
            for (int success = _ramp.Window; success > 0; success--)
            {
                _ramp.Succeed();
            }
        }

        windows.ShouldBe([1, 2, 4, 8, 16, 16]);
    }

    [Fact]
    public void A_failure_halves_the_window_and_doubles_the_rest_up_to_the_longest()
    {
        for (int success = 0; success < 31; success++)
        {
            _ramp.Succeed();
        }

        double[] rests = [.. Enumerable.Range(0, 5).Select(_ => _ramp.Fail(retryAfter: null).TotalSeconds)];

        rests.ShouldBe([1, 2, 4, 8, 8]);
        _ramp.Window.ShouldBe(1);
        _ramp.Succeed();
        _ramp.Fail(null).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void What_the_server_asks_for_is_kept_when_it_is_longer_up_to_the_longest_wait()
    {
        _ramp.Fail(TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(5));
        _ramp.Fail(TimeSpan.FromSeconds(0)).ShouldBe(TimeSpan.FromSeconds(2));
        _ramp.Fail(TimeSpan.FromDays(300)).ShouldBe(TimeSpan.FromSeconds(8));
    }

    private sealed class NoRandom : RandomSource
    {
        public override double NextDouble() => 0;
    }
}
