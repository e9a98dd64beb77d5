using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomerIo.Resilience.QuickStart.Operations;

/// <summary>Invents a file of operations; the same count and seed give the same file.</summary>
internal sealed class OperationGenerator(int seed)
{
    private const int MaxPeople = 200;
    private const int OperationsPerPerson = 20;

    private static readonly string[] Names = ["Ada", "Grace", "Zoë", "李娜", "Søren", "José", "Amina", "Łukasz", "Noor", "Mia"];
    private static readonly string[] Plans = ["free", "starter", "pro", "enterprise"];
    private static readonly string[] Cities = ["Lisbon", "Nairobi", "Köln", "Austin", "東京"];
    private static readonly string[] Features = ["export", "search", "dashboard", "api_key", "dark_mode"];
    private static readonly string[] Reasons = ["price", "missing_feature", "moved_on", "too_many_emails 📧"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Random _random = new(seed);
    private int _devices;
    private int _orders;

    public IEnumerable<string> Lines(int count)
    {
        InventedPerson[] people = [.. Enumerable
            .Range(1, Math.Clamp(count / OperationsPerPerson, 1, MaxPeople))
            .Select(static number => new InventedPerson($"user-{number:D4}"))];
        for (int index = 0; index < count; index++)
        {
            yield return Next(people[_random.Next(people.Length)]).ToJsonString(Readable);
        }
    }

    private JsonObject Next(InventedPerson person)
    {
        if (!person.IsIdentified && _random.Next(5) > 0)
        {
            person.IsIdentified = true;
            return Identify(person);
        }

        if (!person.HasSignedUp)
        {
            person.HasSignedUp = true;
            return Track(person, "signed_up", new JsonObject { ["method"] = Pick("email", "google", "sso") });
        }

        return _random.Next(100) switch
        {
            < 22 => Update(person),
            < 52 => Track(person, "feature_used", Feature()),
            < 66 => Track(person, "checkout_completed", Order()),
            < 80 => ChangePlan(person),
            < 83 => Track(person, "subscription_cancelled", new JsonObject { ["reason"] = Pick(Reasons) }),
            < 91 => AddDevice(person),
            < 97 when person.Devices.Count > 0 => DeleteDevice(person),
            >= 98 => Delete(person),
            _ => Track(person, "feature_used", Feature()),
        };
    }

    private JsonObject Identify(InventedPerson person) => Operation("identify", person, "attributes", new JsonObject
    {
        ["email"] = $"{person.Id}@example.com",
        ["first_name"] = Pick(Names),
        ["plan"] = person.Plan,
        ["address"] = new JsonObject { ["city"] = Pick(Cities), ["floor"] = _random.Next(12) },
    });

    private JsonObject Update(InventedPerson person) => Operation("identify", person, "attributes", _random.Next(3) switch
    {
        0 => new JsonObject { ["seats"] = _random.Next(1, 50), ["vip"] = _random.Next(10) == 0 },
        1 => new JsonObject { ["score"] = decimal.Round((decimal)_random.NextDouble(), 3), ["city"] = Pick(Cities) },
        _ => new JsonObject { ["tags"] = new JsonArray(Pick(Features), Pick(Features)), ["first_name"] = Pick(Names) },
    });

    private JsonObject ChangePlan(InventedPerson person)
    {
        (string before, person.Plan) = (person.Plan, Pick(Plans));
        return Track(person, "plan_changed", new JsonObject { ["from"] = before, ["to"] = person.Plan });
    }

    private JsonObject Feature() => new()
    {
        ["feature"] = Pick(Features),
        ["duration_ms"] = _random.Next(20, 90_000),
    };

    private JsonObject Order() => new()
    {
        ["order"] = $"order-{++_orders:D5}",
        ["total"] = _random.Next(500, 50_000) / 100m,
        ["currency"] = Pick("EUR", "USD", "KES"),
        ["items"] = _random.Next(1, 6),
    };

    private JsonObject AddDevice(InventedPerson person)
    {
        if (person.Devices.Count == 0 || _random.Next(4) > 0)
        {
            person.Devices.Add($"device-{++_devices:D5}");
        }

        JsonObject operation = Operation("add_device", person, "token", Pick([.. person.Devices]));
        operation["platform"] = Pick("ios", "android");
        return operation;
    }

    private JsonObject DeleteDevice(InventedPerson person)
    {
        string token = Pick([.. person.Devices]);
        person.Devices.Remove(token);
        return Operation("delete_device", person, "token", token);
    }

    private static JsonObject Delete(InventedPerson person)
    {
        person.IsIdentified = false;
        person.HasSignedUp = false;
        person.Devices.Clear();
        return new JsonObject { ["op"] = "delete", ["person"] = person.Id };
    }

    private static JsonObject Track(InventedPerson person, string name, JsonObject data)
    {
        JsonObject operation = Operation("track", person, "event", name);
        operation["data"] = data;
        return operation;
    }

    private static JsonObject Operation(string kind, InventedPerson person, string name, JsonNode value) => new()
    {
        ["op"] = kind,
        ["person"] = person.Id,
        [name] = value,
    };

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private sealed class InventedPerson(string id)
    {
        public string Id { get; } = id;

        public string Plan { get; set; } = "free";

        public bool IsIdentified { get; set; }

        public bool HasSignedUp { get; set; }

        public List<string> Devices { get; } = [];
    }
}
