using CustomerIo.Resilience.Generators.Tests.Support;
using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Generators.Tests.Diagnosing;

public sealed class DiagnosticTests
{
    public static TheoryData<string, string, string[]> Wrong => new()
    {
        {
            "Nothing", """
            [CustomerIoEvent("checkout_completed")]
            public partial record CheckoutCompleted(string OrderId, decimal Total);
            """,
            []
        },
        {
            "CIO1001", """
            [CustomerIoEvent("a")]
            public record NotPartial(string Text);

            public class Outer { [CustomerIoData] public partial class Inner { } }
            """,
            [
                "CIO1001 Error at «NotPartial»: 'NotPartial' is not partial, so nothing can be generated into it. Add 'partial'.",
                "CIO1001 Error at «Outer»: 'Outer' is not partial, so nothing can be generated into it. Add 'partial'.",
            ]
        },
        {
            "CIO1002", """
            [CustomerIoEvent("  ")]
            public partial record Blank;
            """,
            ["CIO1002 Error at «\"  \"»: The event 'Shop.Blank' has no name. Customer.io refuses a blank name; give it one."]
        },
        {
            "CIO1003", $$"""
            [CustomerIoEvent("{{new string('a', 101)}}")]
            public partial record Long;

            [CustomerIoEvent("{{new string('b', 100)}}")]
            public partial record JustFits;
            """,
            [
                $"CIO1003 Error at «\"{new string('a', 101)}\"»: The name of the event 'Shop.Long' has 101 bytes of UTF-8; " +
                "Customer.io allows 100. Shorten it; details go in the data.",
            ]
        },
        {
            "CIO1004", """
            [CustomerIoEvent("Order Placed")]
            public partial record OrderPlaced;
            """,
            ["CIO1004 Info at «\"Order Placed\"»: 'Order Placed' is not snake_case; such as 'order_placed' is what most workspaces use"]
        },
        {
            "CIO1005", """
            [CustomerIoEvent("same")]
            public partial record First;

            [CustomerIoEvent("same")]
            public partial record Second;
            """,
            ["CIO1005 Error at «\"same\"»: The event 'same' is declared by 'Shop.First' too. Customer.io would take them for one; rename one of them."]
        },
        {
            "CIO1006", """
            [CustomerIoEvent("sent")]
            public partial record Sent(string Recipient, string ReplyTo, [CustomerIoName("from_address")] string From);

            [CustomerIoAttributes]
            public partial record Fine(string Recipient);
            """,
            [
                Reserved("From", "from_address"),
                Reserved("Recipient", "recipient"),
                Reserved("ReplyTo", "reply_to"),
            ]
        },
        {
            "CIO1007", """
            [CustomerIoAttributes]
            public partial record Profile(string Id, string CreatedAt, [CustomerIoName("_update")] bool Update);

            [CustomerIoAttributes]
            public partial record Text([CustomerIoIso8601] DateTimeOffset CreatedAt);

            [CustomerIoAttributes]
            public partial record Fine(string Email, DateTimeOffset? CreatedAt);
            """,
            [
                "CIO1007 Warning at «CreatedAt»: The attribute 'created_at' is reserved: Customer.io reads it as Unix seconds. Use a DateTimeOffset without [CustomerIoIso8601].",
                "CIO1007 Warning at «CreatedAt»: The attribute 'created_at' is reserved: Customer.io reads it as Unix seconds. Use a DateTimeOffset without [CustomerIoIso8601].",
                "CIO1007 Warning at «Id»: The attribute 'id' is reserved: it is an identifier. Say who the person is in the call.",
                "CIO1007 Warning at «Update»: The attribute '_update' is reserved: it is an instruction. Use IdentifyOptions.",
            ]
        },
        {
            "CIO1008", """
            public class Money { }

            [CustomerIoEvent("paid")]
            public partial record Paid(
                Money Price, object Any, TimeSpan Took, byte[] Raw, List<Money> All, Dictionary<int, string> ById, (int, int) Pair);
            """,
            [
                NoForm("All", "Shop.Money"),
                NoForm("Any", "object"),
                NoForm("ById", "System.Collections.Generic.KeyValuePair<int, string>"),
                NoForm("Pair", "(int, int)"),
                NoForm("Price", "Shop.Money"),
                NoForm("Raw", "byte[]"),
                NoForm("Took", "System.TimeSpan"),
            ]
        },
        {
            "CIO1009", """
            [CustomerIoEvent("times")]
            public partial record Times(DateTime At, DateTime? Maybe, DateTimeOffset Fine);
            """,
            [
                "CIO1009 Warning at «At»: The member 'At' is a DateTime. One of unspecified kind throws when it is sent; use DateTimeOffset.",
                "CIO1009 Warning at «Maybe»: The member 'Maybe' is a DateTime. One of unspecified kind throws when it is sent; use DateTimeOffset.",
            ]
        },
        {
            "CIO1010", $$"""
            [CustomerIoEvent("named")]
            public partial record Named(
                [CustomerIoName("")] string Empty,
                [CustomerIoName("a{{new string('ü', 75)}}")] string Long,
                [CustomerIoName("{{new string('ü', 75)}}")] string Fits);
            """,
            [
                "CIO1010 Error at «Empty»: The name of the member 'Empty' has 0 bytes of UTF-8; Customer.io allows 1 to 150",
                "CIO1010 Error at «Long»: The name of the member 'Long' has 151 bytes of UTF-8; Customer.io allows 1 to 150",
            ]
        },
        {
            "CIO1011", $$"""
            [CustomerIoAttributes]
            public partial record Huge({{string.Join(", ", Enumerable.Range(0, 301).Select(static number => $"int A{number}"))}});

            [CustomerIoAttributes]
            public partial record Fits({{string.Join(", ", Enumerable.Range(0, 300).Select(static number => $"int A{number}"))}});
            """,
            ["CIO1011 Error at «Huge»: 'Shop.Huge' has 301 attributes; Customer.io allows 300. Leave some out."]
        },
        {
            "CIO1012", """
            [CustomerIoEvent("checkout_completed")]
            public partial record CheckoutCompleted(string OrderId);

            public class Caller(ICustomerIoClient client, IBatchTracker tracker)
            {
                private const string Name = "checkout_completed";

                public Task Call(string variable) => Task.WhenAll(
                    client.TrackAsync("1", "checkout_completed"),
                    client.TrackAnonymousAsync("1", Name),
                    client.PageAsync("1", "checkout_completed"),
                    client.TrackAsync("1", "another"),
                    client.TrackAsync("1", variable),
                    client.TrackAsync("1", new CheckoutCompleted("o-1")));

                public void Enqueue() => tracker.Enqueue("1", "checkout_completed");
            }
            """,
            [
                "CIO1012 Info at «\"checkout_completed\"»: The event 'checkout_completed' has a type, 'Shop.CheckoutCompleted'. With it, wrong names and shapes do not compile.",
                "CIO1012 Info at «\"checkout_completed\"»: The event 'checkout_completed' has a type, 'Shop.CheckoutCompleted'. With it, wrong names and shapes do not compile.",
                "CIO1012 Info at «Name»: The event 'checkout_completed' has a type, 'Shop.CheckoutCompleted'. With it, wrong names and shapes do not compile.",
            ]
        },
        {
            "CIO1013", """
            [CustomerIoEvent("twice")]
            public partial record Twice(string OrderId, [CustomerIoName("order_id")] string Order);
            """,
            ["CIO1013 Error at «Order»: 'OrderId' and 'Order' are both written as 'order_id'. Rename one of them."]
        },
        {
            "CIO1014", """
            [CustomerIoAttributes]
            public partial record More(
                [CustomerIoAdditional] string Text,
                [CustomerIoAdditional] Dictionary<string, object?> One,
                [CustomerIoAdditional] Dictionary<string, int> Two);
            """,
            [
                "CIO1014 Error at «Text»: [CustomerIoAdditional] does not fit 'Text': it is no dictionary with string keys",
                "CIO1014 Error at «Two»: [CustomerIoAdditional] does not fit 'Two': it stands on 'One' already",
            ]
        },
        {
            "CIO1015", """
            [CustomerIoEvent("generic")]
            public partial record Generic<T>(string Text);

            public partial class Outer<T> { [CustomerIoData] public partial record Inner(string Text); }

            [CustomerIoEvent("by_ref")]
            public ref partial struct ByRef { }
            """,
            [Shape("ByRef"), Shape("Generic"), Shape("Inner")]
        },
        {
            "CIO1016", """
            [CustomerIoEvent("both"), CustomerIoAttributes]
            public partial record Both(string Text);
            """,
            ["CIO1016 Error at «Both»: 'Both' has more than one of [CustomerIoEvent], [CustomerIoAttributes] and [CustomerIoData]. Keep one."]
        },
        {
            "CIO1017", """
            [CustomerIoEvent("a")]
            public partial record A(
                [CustomerIoJson(typeof(string))] object B,
                [CustomerIoJson(typeof(System.Text.Json.Serialization.JsonSerializerContext))] object C,
                [CustomerIoJson(null!)] object D);
            """,
            [
                "CIO1017 Error at «B»: [CustomerIoJson] on 'B' needs a class of yours that derives from JsonSerializerContext",
                "CIO1017 Error at «C»: [CustomerIoJson] on 'C' needs a class of yours that derives from JsonSerializerContext",
                "CIO1017 Error at «D»: [CustomerIoJson] on 'D' needs a class of yours that derives from JsonSerializerContext",
            ]
        },
    };

    public static TheoryData<string, string> Fine => new()
    {
        {
            "A name that has no snake_case form", """
            [CustomerIoEvent("1st_order")]
            public partial record A;

            [CustomerIoEvent("...")]
            public partial record B;
            """
        },
        {
            "Types that differ in case, and keywords", """
            [CustomerIoEvent("a")]
            public partial record Order;

            [CustomerIoEvent("b")]
            public partial record ORDER;

            [CustomerIoEvent("c")]
            public partial record @class(int @event);

            [CustomerIoEvent("d")]
            public partial record @required;
            """
        },
        {
            "Hidden properties", """
            public class Base { public string Name => "base"; public string Other => "base"; public string Third => "base"; }

            [CustomerIoEvent("a")]
            public partial class A : Base
            {
                private new string Name => "private";
                public static new string Other => "static";
                public new int Third() => Name.Length;
            }
            """
        },
        {
            "Attributes of what is overridden", """
            public abstract record Base { [CustomerIoIgnore] public virtual object? Secret => null; }

            [CustomerIoEvent("a")]
            public partial record A : Base { public override object? Secret => 1; }

            public record Open(string Secret);

            [CustomerIoEvent("b")]
            public partial record B([CustomerIoIgnore] string Secret) : Open(Secret);
            """
        },
        {
            "Collections with enumerators of their own", """
            public class Words : IEnumerable<string>
            {
                public System.Collections.IEnumerator GetEnumerator() => null!;
                IEnumerator<string> IEnumerable<string>.GetEnumerator() => null!;
            }

            public enum Huge : ulong { Top = 0x8000_0000_0000_0000 }

            [CustomerIoEvent("a")]
            public partial record A(
                Words Words,
                System.Collections.Immutable.ImmutableArray<int> Numbers,
                System.Collections.Immutable.ImmutableArray<int>? Maybe,
                ArraySegment<byte[]>? Unused,
                Huge Huge)
            {
                [CustomerIoIgnore]
                public ArraySegment<byte[]>? Unused { get; } = Unused;
            }
            """
        },
        {
            "Half of a character", """
            [CustomerIoEvent("a\ud800")]
            public partial record A([CustomerIoName("\udc00")] string B);
            """
        },
    };

    [Theory]
    [MemberData(nameof(Fine))]
    public async Task What_is_only_unusual_compiles_and_is_not_complained_of(string about, string source)
    {
        ShopProject project = new(source);

        (await project.DiagnosticsAsync()).ShouldBeEmpty(about);
        project.Errors().ShouldBeEmpty(about);
    }

    [Theory]
    [InlineData("public class Folder : List<Folder>;", "Folder")]
    [InlineData("public interface INode<T> : IEnumerable<INode<INode<T>>>;", "INode<int>")]
    [InlineData("public interface IBoth : IReadOnlyList<string>, IReadOnlyDictionary<string, int>;", "IBoth")]
    public async Task A_type_that_is_a_list_of_itself_or_two_lists_at_once_has_no_form(string declaration, string type)
    {
        ShopProject project = new($"{declaration}\n[CustomerIoEvent(\"a\")] public partial record A({type} All);");

        (await project.DiagnosticsAsync()).ShouldHaveSingleItem().ShouldStartWith("CIO1008 Error at «All»");
        project.Errors().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("my-app", "namespace my_app;")]
    [InlineData("acme.internal.api", "namespace acme.@internal.api;")]
    [InlineData("7zip..Tool", "namespace _7zip.Tool;")]
    [InlineData("", "internal static class CustomerIoEvents")]
    public void The_list_of_events_is_in_a_namespace_whatever_the_project_is_called(string name, string expected)
    {
        ShopProject project = new("[CustomerIoEvent(\"a\")] public partial record A;", rootNamespace: name);

        project.GeneratedFiles()["CustomerIoEvents.g.cs"].ShouldContain(expected);
        project.Errors().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_in_its_place(string about, string source, string[] expected)
    {
        string[] actual = await new ShopProject(source).DiagnosticsAsync();

        actual.ShouldBe(expected, about);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Whatever_is_wrong_the_generator_does_its_best_and_does_not_throw(string about, string source, string[] expected)
    {
        expected.ShouldNotBeNull();

        new ShopProject(source).Generate().GetRunResult().Diagnostics.ShouldBeEmpty(about);
    }

    [Fact]
    public void Every_rule_is_tried_and_has_its_place_on_the_help_page()
    {
        string page = File.ReadAllText(RepositoryFolder.Combine("docs", "diagnostics.md"));
        string[] ids = [.. new TypedEventAnalyzer().SupportedDiagnostics.Concat(new UntypedCallAnalyzer().SupportedDiagnostics)
            .Select(static rule => rule.Id).Order(StringComparer.Ordinal)];

        ids.Where(static id => string.CompareOrdinal(id, "CIO1020") < 0).ShouldBe(Wrong.Skip(1).Select(static row => row.Data.Item1));
        ids.Where(id => !page.Contains($"## {id}\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Reserved(string at, string name) =>
        $"CIO1006 Warning at «{at}»: '{name}' in the data of an event overrides that part of a message which the event triggers. " +
        "Rename it, or say so with a suppression.";

    private static string NoForm(string member, string type) =>
        $"CIO1008 Error at «{member}»: The member '{member}' has the type '{type}', which has no JSON form here. Annotate that " +
        "type with [CustomerIoData], write the member with [CustomerIoJson], or leave it out with [CustomerIoIgnore].";

    private static string Shape(string type) =>
        $"CIO1015 Error at «{type}»: '{type}' is generic or in a generic type, static, a ref struct or local to a file. Use a " +
        "plain record, class or struct.";
}
