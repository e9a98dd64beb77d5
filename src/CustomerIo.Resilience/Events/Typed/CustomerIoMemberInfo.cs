using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>A member of a <see cref="CustomerIoEventInfo"/>.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">
/// Its type in the words of a tracking plan: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>time</c> (Unix
/// seconds), <c>array</c>, <c>object</c> or <c>any</c>; with <c>?</c> where it may be missing.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CustomerIoMemberInfo(string Name, string Type);
