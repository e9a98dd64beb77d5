using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[JsonSerializable(typeof(Foreign))]
[JsonSerializable(typeof(Position))]
public sealed partial class ForeignJson : JsonSerializerContext;
