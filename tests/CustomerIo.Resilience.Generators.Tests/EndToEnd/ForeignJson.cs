using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[JsonSerializable(typeof(Foreign))]
public sealed partial class ForeignJson : JsonSerializerContext;
