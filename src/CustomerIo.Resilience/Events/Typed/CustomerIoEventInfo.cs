namespace CustomerIo.Resilience;

/// <summary>An event of a project, as its generated <c>CustomerIoEvents.All</c> lists it.</summary>
/// <param name="Name">The name under which Customer.io knows it.</param>
/// <param name="Type">The C# type, with its namespace.</param>
/// <param name="Members">What it carries, in the order in which it is written.</param>
public sealed record CustomerIoEventInfo(string Name, string Type, IReadOnlyList<CustomerIoMemberInfo> Members);
