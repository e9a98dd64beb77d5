namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler make records for netstandard2.0.</summary>
internal static class IsExternalInit;
