using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class PageReadTests
{
    private readonly PageRead _page = new();
    private readonly Operation[] _rows = [Sample.Operation(1), Sample.Operation(2), Sample.Operation(4)];

    public PageReadTests() => Array.ForEach(_rows, _page.Add);

    [Fact]
    public void All_of_it_and_its_beginning_are_ranges()
    {
        _page.PrefixOf(_rows).ShouldBe((3, _rows.Sum(static row => (long)row.Payload.Length)));
        _page.PrefixOf(_rows[..1]).ShouldBe((1, _rows[0].Payload.Length));
    }

    [Fact]
    public void Anything_else_is_not()
    {
        _page.PrefixOf([]).ShouldBeNull();
        _page.PrefixOf([_rows[0], _rows[2]]).ShouldBeNull();
        _page.PrefixOf(_rows[1..]).ShouldBeNull();
        _page.PrefixOf([.. _rows, Sample.Operation(5)]).ShouldBeNull();
    }

    [Fact]
    public void What_is_put_among_the_rows_ends_it_and_what_comes_after_them_does_not()
    {
        _page.NoteInsert(5);
        _page.NoteInsert(4);
        _page.PrefixOf(_rows).ShouldNotBeNull();

        _page.NoteInsert(3);

        _page.PrefixOf(_rows).ShouldBeNull();
    }
}
