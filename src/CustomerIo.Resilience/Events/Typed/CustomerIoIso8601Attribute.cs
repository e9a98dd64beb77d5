namespace CustomerIo.Resilience;

/// <summary>
/// Sends a time, or all times of a type, as text such as <c>2026-03-01T12:30:00+01:00</c>, and a date as <c>2026-03-01</c>. By
/// default they are Unix seconds, the form that Customer.io can compare (Track API reference); a date is its first second in
/// UTC then.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Parameter,
    Inherited = false)]
public sealed class CustomerIoIso8601Attribute : Attribute;
