using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.Api;

/// <summary>The generated readers of the App API's answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(UnixTimeConverter)])]
[JsonSerializable(typeof(SendReceipt))]
[JsonSerializable(typeof(BroadcastTriggerReceipt))]
[JsonSerializable(typeof(BroadcastTriggerStatus))]
[JsonSerializable(typeof(Answers.Triggers))]
[JsonSerializable(typeof(Answers.TriggerErrors))]
[JsonSerializable(typeof(Answers.FoundCustomers))]
[JsonSerializable(typeof(Answers.SearchedCustomers))]
[JsonSerializable(typeof(Answers.OneCustomer))]
[JsonSerializable(typeof(Answers.ManyCustomers))]
[JsonSerializable(typeof(Answers.Activities))]
[JsonSerializable(typeof(Answers.Messages))]
[JsonSerializable(typeof(Answers.Relationships))]
[JsonSerializable(typeof(Answers.Preferences))]
[JsonSerializable(typeof(Answers.ManySegments))]
[JsonSerializable(typeof(Answers.OneSegment))]
[JsonSerializable(typeof(Answers.SegmentCount))]
[JsonSerializable(typeof(Answers.UsedBy))]
[JsonSerializable(typeof(Answers.ManyExports))]
[JsonSerializable(typeof(Answers.OneExport))]
[JsonSerializable(typeof(Answers.Link))]
internal sealed partial class ApiJson : JsonSerializerContext;
