using System.Globalization;

namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>
/// Who there is: people, visitors and objects, each in one of two circles. All that ails is in the near circle, and nothing
/// links the two, so that whoever is in the far one shares no key with anything that ails.
/// </summary>
internal sealed class Circles
{
    private readonly int _nearPeople;
    private readonly int _nearVisitors;
    private readonly int _nearObjects;

    public Circles(int people)
    {
        People = Math.Max(6, people);
        Visitors = Math.Max(2, people / 10);
        Objects = Math.Max(4, people / 5);
        _nearPeople = Math.Max(3, People / 4);
        _nearVisitors = Math.Max(1, Visitors / 4);
        _nearObjects = Math.Max(2, Objects / 4);
    }

    public int People { get; }

    public int Visitors { get; }

    public int Objects { get; }

    public int Streams => People + Visitors;

    /// <summary>Everybody's name.</summary>
    public IEnumerable<string> Names =>
        [.. Many('p', People), .. Many('a', Visitors), .. Many('o', Objects)];

    public static bool IsVisitor(string name) => name[0] == 'a';

    public static bool IsObject(string name) => name[0] == 'o';

    public string NameOf(int stream) => stream < People ? Name('p', stream) : Name('a', stream - People);

    public bool IsNear(string name)
    {
        int number = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
        return number < name[0] switch
        {
            'p' => _nearPeople,
            'a' => _nearVisitors,
            _ => _nearObjects,
        };
    }

    /// <summary>Somebody of the same circle.</summary>
    public string Acquaintance(string name, Random random) => IsNear(name)
        ? Name('p', random.Next(_nearPeople))
        : Name('p', random.Next(_nearPeople, People));

    /// <summary>An object of the same circle.</summary>
    public string ObjectFor(string name, Random random) => IsNear(name)
        ? Name('o', random.Next(_nearObjects))
        : Name('o', random.Next(_nearObjects, Objects));

    private static IEnumerable<string> Many(char kind, int count) =>
        Enumerable.Range(0, count).Select(number => Name(kind, number));

    private static string Name(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");
}
