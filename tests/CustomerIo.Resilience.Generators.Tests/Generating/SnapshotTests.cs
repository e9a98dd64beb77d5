using CustomerIo.Resilience.Generators.Tests.Support;

namespace CustomerIo.Resilience.Generators.Tests.Generating;

public sealed class SnapshotTests
{
    public static TheoryData<string, string> Sources => new()
    {
        {
            "Record", """
            [CustomerIoEvent("checkout_completed")]
            public sealed partial record CheckoutCompleted(string OrderId, decimal Total, int Items, string? Coupon = null);
            """
        },
        {
            "Attributes", """
            public enum Plan { Free, ProPlus, [CustomerIoName("enterprise!")] Enterprise, Best = ProPlus }

            [CustomerIoAttributes]
            public sealed partial record Profile(string Email, Plan? Plan = null, DateTimeOffset? CreatedAt = null)
            {
                [CustomerIoAdditional]
                public Dictionary<string, object?>? More { get; init; }
            }
            """
        },
        {
            "Simple types", """
            [CustomerIoEvent("simple")]
            public partial class Simple
            {
                public string Text { get; set; } = "";
                public char Character { get; set; }
                public bool Flag { get; set; }
                public sbyte A { get; set; }
                public byte B { get; set; }
                public short C { get; set; }
                public ushort D { get; set; }
                public int E { get; set; }
                public uint F { get; set; }
                public long G { get; set; }
                public ulong H { get; set; }
                public float I { get; set; }
                public double J { get; set; }
                public decimal K { get; set; }
                public Guid Id { get; set; }
                public Uri? Link { get; set; }
                public System.Text.Json.JsonElement Json { get; set; }
                public System.Text.Json.Nodes.JsonObject? Node { get; set; }
            }
            """
        },
        {
            "Times", """
            [CustomerIoEvent("times")]
            public readonly partial record struct Times(
                DateTimeOffset At,
                DateOnly Day,
                DateTime Local,
                [CustomerIoIso8601] DateTimeOffset IsoAt,
                [property: CustomerIoIso8601] DateOnly? IsoDay,
                [CustomerIoIso8601] DateTime IsoLocal);
            """
        },
        {
            "Collections", """
            [CustomerIoData]
            public partial record Line(string Sku, int Count);

            [CustomerIoEvent("collections")]
            public partial record Collections(
                string[] Tags,
                IReadOnlyList<int?>? Numbers,
                List<List<decimal>> Table,
                Dictionary<string, int> Counts,
                IReadOnlyDictionary<string, object?> Loose,
                Dictionary<string, string?> Texts,
                Line First,
                IEnumerable<Line> Lines);
            """
        },
        {
            "Nulls and names", """
            [CustomerIoEvent("nulls")]
            [CustomerIoWriteNull]
            public partial record struct Nulls(int? Number, [CustomerIoName("the \"text\"")] string? Text, [CustomerIoIgnore] string Secret)
            {
                internal int Internal => 1;
                public static int Static => 1;
                public int this[int index] => index;
                public int @class => 1;
                public int Hidden { private get; set; }
            }
            """
        },
        {
            "Nesting and inheritance", """
            public static partial class Events
            {
                public abstract record Base(string Source)
                {
                    public virtual int Version => 1;
                }

                private partial interface IInner
                {
                    [CustomerIoEvent("derived")]
                    public sealed partial record Derived(string Source, int Count) : Base(Source)
                    {
                        public override int Version => 2;
                    }
                }
            }
            """
        },
        {
            "Context", """
            public sealed class Money { public decimal Amount { get; set; } }

            public sealed class ShopJson : System.Text.Json.Serialization.JsonSerializerContext
            {
                public static ShopJson Default { get; } = null!;
                public ShopJson() : base(null) { }
                protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }

            [CustomerIoEvent("paid")]
            public partial struct Paid
            {
                [CustomerIoJson(typeof(ShopJson))]
                public Money? Price { get; set; }

                [CustomerIoJson(typeof(ShopJson))]
                public (int, int) Pair { get; set; }
            }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void What_is_generated_is_what_was_read_and_compiles(string name, string source)
    {
        ShopProject project = new(source);

        string generated = string.Join('\n', project.GeneratedFiles().OrderBy(static file => file.Key, StringComparer.Ordinal)
            .Select(static file => $"==== {file.Key}\n{file.Value}"));

        project.Errors().ShouldBeEmpty();
        Snapshot.ShouldMatch(generated, name);
    }
}
