using System.Text.Json.Serialization;
using CustomerIo.Resilience.Benchmarks.Throughput;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>What the serializer has to know to write the sample's attributes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OrderCompleted))]
[JsonSerializable(typeof(Dictionary<string, object?>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(bool))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
