using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class PageReadTests
{
    private readonly PageRead _page = new();
    private readonly Operation[] _rows = [Sample.Operation(1), Sample.Operation(2, bytes: 50), Sample.Operation(4), Sample.Operation(6)];

    public PageReadTests() => Array.ForEach(_rows, _page.Add);

    [Fact]
    public void Neighbours_are_a_run_wherever_they_begin_and_only_once()
    {
        _page.TakeRun([_rows[1], _rows[2]], 0).ShouldBe(new Total(2, 90));
        _page.TakeRun([_rows[1], _rows[2]], 0).ShouldBe(default);
        _page.TakeRun(_rows, 0).ShouldBe(new Total(1, 40));
        _page.TakeRun([Sample.Operation(9), _rows[3]], 1).ShouldBe(new Total(1, 40));
    }

    [Fact]
    public void A_run_ends_where_the_rows_or_the_operations_differ()
    {
        _page.TakeRun([_rows[0], _rows[2]], 0).ShouldBe(new Total(1, 40));
        _page.TakeRun([_rows[3], Sample.Operation(7)], 0).ShouldBe(new Total(1, 40));
        _page.TakeRun([Sample.Operation(3)], 0).ShouldBe(default);
    }

    [Fact]
    public void Another_operation_in_the_same_place_is_in_no_run()
    {
        Operation other = new()
        {
            Id = Sample.Operation(9).Id,
            Position = 2,
            Kind = OperationKind.Identify,
            Key = Sample.Key(0),
            OccurredAt = Sample.Start,
            Payload = new byte[1],
        };

        _page.TakeRun([_rows[0], other], 0).ShouldBe(new Total(1, 40));
        _page.TakeRun([other], 0).ShouldBe(default);
    }

    [Fact]
    public void One_that_left_by_itself_ends_a_run()
    {
        _page.NoteDelete(2);

        _page.TakeRun(_rows, 0).ShouldBe(new Total(1, 40));
        _page.TakeRun(_rows, 1).ShouldBe(default);
        _page.TakeRun(_rows, 2).ShouldBe(new Total(2, 80));
    }

    [Fact]
    public void What_is_put_among_the_rows_ends_it_and_what_comes_after_them_does_not()
    {
        _page.NoteInsert(7);
        _page.TakeRun(_rows, 0).Count.ShouldBe(4);
        Array.ForEach(_rows, _page.Add);

        _page.NoteInsert(3);

        _page.TakeRun(_rows, 0).ShouldBe(default);
    }
}
