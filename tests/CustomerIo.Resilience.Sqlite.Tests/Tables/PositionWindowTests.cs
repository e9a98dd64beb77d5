using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class PositionWindowTests
{
    private const long Size = 1 << 20;

    private readonly PositionWindow _window = new(100);

    [Fact]
    public void Of_positions_that_the_file_had_nothing_is_certain_and_above_them_all_is_new()
    {
        _window.MayHave(100).ShouldBeTrue();
        _window.MayHave(1).ShouldBeTrue();
        _window.MayHave(101).ShouldBeFalse();
    }

    [Fact]
    public void What_was_used_may_be_there_and_what_was_passed_over_is_new()
    {
        _window.Note(105);
        _window.Note(103);

        Enumerable.Range(101, 6).Where(position => _window.MayHave(position)).ShouldBe([103, 105]);
    }

    [Fact]
    public void What_lies_too_far_back_is_not_certain_any_more()
    {
        _window.Note(103);
        _window.Note(102 + Size);

        _window.MayHave(102).ShouldBeTrue();
        _window.MayHave(103).ShouldBeTrue();
        _window.MayHave(104).ShouldBeFalse();
        _window.Note(103 + Size);
        _window.MayHave(103).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Size)]
    [InlineData(Size + 1)]
    [InlineData(3 * Size)]
    [InlineData(long.MaxValue - 100)]
    public void A_jump_forgets_what_was_before_it(long by)
    {
        _window.Note(101);
        _window.Note(100 + by);

        _window.MayHave(100 + by).ShouldBeTrue();
        _window.MayHave(99 + by).ShouldBeFalse();
        _window.MayHave(101).ShouldBeTrue();
        _window.MayHave(100 + by - Size).ShouldBeTrue();
    }
}
