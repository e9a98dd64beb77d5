namespace CustomerIo.Resilience.Generators.Reading;

/// <summary>The attributes of CustomerIo.Resilience by their names in metadata.</summary>
internal static class AttributeNames
{
    public const string Event = Namespace + "CustomerIoEventAttribute";
    public const string Attributes = Namespace + "CustomerIoAttributesAttribute";
    public const string Data = Namespace + "CustomerIoDataAttribute";
    public const string Name = Namespace + "CustomerIoNameAttribute";
    public const string Ignore = Namespace + "CustomerIoIgnoreAttribute";
    public const string WriteNull = Namespace + "CustomerIoWriteNullAttribute";
    public const string Iso8601 = Namespace + "CustomerIoIso8601Attribute";
    public const string Additional = Namespace + "CustomerIoAdditionalAttribute";
    public const string Json = Namespace + "CustomerIoJsonAttribute";

    private const string Namespace = "CustomerIo.Resilience.";
}
