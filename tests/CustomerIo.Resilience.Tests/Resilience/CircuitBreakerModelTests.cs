using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerIo.Resilience.Tests.Resilience;

/// <summary>
/// Random calls, verdicts, waits and manual controls against a model of thirty lines, state equal at every step.
/// </summary>
public sealed class CircuitBreakerModelTests
{
    private const int Sequences = 100_000;
    private const int StepsEach = 24;

    [Fact]
    public void The_breaker_is_its_model_at_every_step_of_random_sequences()
    {
        int seed = Environment.TickCount;
        for (int i = 0; i < Sequences; i++)
        {
            RunSequence(seed + i);
        }
    }

    private static void RunSequence(int seed)
    {
        var random = new Random(seed);
        var time = new FakeTime();
        var options =
            new CircuitBreakerOptions { FailureThreshold = random.Next(1, 4), SuccessThreshold = random.Next(1, 4) };
        using var breaker = new CircuitBreaker(options, time, NullLogger.Instance);
        var model = new Model(options);
        var underWay = new List<(CircuitPermit Permit, ModelPermit Model)>();
        for (int step = 0; step < StepsEach; step++)
        {
            string what = $"seed {seed}, step {step}";
            switch (random.Next(10))
            {
                case 0:
                    var wait = TimeSpan.FromSeconds(random.Next(1, 32));
                    time.Advance(wait);
                    model.Now += wait;
                    break;
                case 1 when random.Next(8) == 0:
                    breaker.Isolate();
                    model.Isolate();
                    break;
                case 2 when random.Next(8) == 0:
                    breaker.Close();
                    model.Close();
                    break;
                case < 6:
                    bool entered = breaker.TryEnter(out CircuitPermit permit, out _);
                    ModelPermit? expected = model.TryEnter();
                    Check(entered == (expected is not null), what, "entered");
                    if (entered)
                    {
                        underWay.Add((permit, expected!));
                    }

                    break;
                default:
                    if (underWay.Count > 0)
                    {
                        // Any call under way may come back now: the oldest may be from generations ago, or a probe
                        // given up.
                        int which = random.Next(underWay.Count);
                        var verdict = (CallVerdict)random.Next(3);
                        breaker.Report(underWay[which].Permit, verdict, new FailureCause(503, FailureKind.None));
                        model.Report(underWay[which].Model, verdict);
                        underWay.RemoveAt(which);
                    }

                    break;
            }

            Check(breaker.State == model.State, what, $"{breaker.State} instead of {model.State}");
            int failures = breaker.FailureCount;
            Check(failures == model.Failures, what, $"{failures} failures instead of {model.Failures}");
        }
    }

    private static void Check(bool condition, string where, string what)
    {
        if (!condition)
        {
            Assert.Fail($"{where}: {what}");
        }
    }

    private sealed record ModelPermit(int Generation, bool IsProbe, TimeSpan Deadline);

    private sealed class Model(CircuitBreakerOptions options)
    {
        private readonly List<ModelPermit> _probes = [];
        private CircuitState _state;
        private TimeSpan _openUntil;
        private int _generation;
        private int _successes;

        public TimeSpan Now { get; set; }

        public int Failures { get; private set; }

        public CircuitState State
        {
            get
            {
                if (_state == CircuitState.Open && Now >= _openUntil)
                {
                    Move(CircuitState.HalfOpen);
                }

                return _state;
            }
        }

        public ModelPermit? TryEnter()
        {
            CircuitState state = State;
            _probes.RemoveAll(probe => probe.Deadline <= Now);
            if (state == CircuitState.HalfOpen && _probes.Count < options.SuccessThreshold - _successes)
            {
                _probes.Add(new ModelPermit(_generation, IsProbe: true, Now + options.ProbeTimeout));
                return _probes[^1];
            }

            return state == CircuitState.Closed ? new ModelPermit(_generation, IsProbe: false, default) : null;
        }

        public void Report(ModelPermit permit, CallVerdict verdict)
        {
            bool isStale = permit.Generation != _generation
                || (permit.IsProbe && (!_probes.Exists(p => ReferenceEquals(p, permit)) || permit.Deadline <= Now));
            _probes.RemoveAll(p => ReferenceEquals(p, permit));
            if (isStale || verdict == CallVerdict.Neutral)
            {
                return;
            }

            Failures = verdict == CallVerdict.Failure ? Failures + 1 : permit.IsProbe ? Failures : 0;
            _successes += permit.IsProbe && verdict == CallVerdict.Success ? 1 : 0;
            if (verdict == CallVerdict.Failure && (permit.IsProbe || Failures >= options.FailureThreshold))
            {
                _openUntil = Now + options.BreakDuration;
                Move(CircuitState.Open);
            }
            else if (_successes >= options.SuccessThreshold)
            {
                Close();
            }
        }

        public void Isolate() => Move(CircuitState.Isolated);

        public void Close()
        {
            Failures = 0;
            Move(CircuitState.Closed);
        }

        private void Move(CircuitState state)
        {
            _state = state;
            _generation++;
            _successes = 0;
            _probes.Clear();
        }
    }
}
