namespace CustomerIo.Resilience.Generators.Model;

/// <summary>A value of an enum.</summary>
/// <param name="Field">Its C# name, in full.</param>
/// <param name="Name">Its name in JSON.</param>
internal sealed record EnumName(string Field, string Name);
