using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.WebApi.Shop;

/// <summary>How requests and answers are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SignUp))]
[JsonSerializable(typeof(Checkout))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(int))]
internal sealed partial class ShopJson : JsonSerializerContext;
