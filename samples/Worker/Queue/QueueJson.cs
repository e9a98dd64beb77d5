using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.Worker.Queue;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QueueLine))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class QueueJson : JsonSerializerContext;
