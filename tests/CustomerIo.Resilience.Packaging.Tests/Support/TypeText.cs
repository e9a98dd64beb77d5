using System.Reflection;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>The name of a type as C# writes it, with nullability where it is known.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type) => Of(type, withNamespace: false);

    public static string Of(Type type, bool withNamespace) =>
        Of(type, withNamespace, [.. type.GetGenericArguments().Select(Of)]);

    public static string Of(NullabilityInfo info)
    {
        Type type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        bool isNullable = info.ReadState is NullabilityState.Nullable || info.WriteState is NullabilityState.Nullable;
        string mark = isNullable && Nullable.GetUnderlyingType(type) is null ? "?" : string.Empty;
        if (info.ElementType is { } element)
        {
            return $"{Of(element)}[]{mark}";
        }

        string[] arguments = info.GenericTypeArguments.Length > 0
            ? [.. info.GenericTypeArguments.Select(Of)]
            : [.. type.GetGenericArguments().Select(Of)];
        return Of(type, withNamespace: false, arguments) + mark;
    }

    private static string Of(Type type, bool withNamespace, string[] arguments)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is not null)
        {
            return arguments[0] + "?";
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        string name = type.IsNested && !type.IsGenericParameter
            ? $"{Of(type.DeclaringType!)}.{type.Name}"
            : type.Name;
        name = name.Split('`')[0] + (arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments)}>");
        return withNamespace ? $"{type.Namespace}.{name}" : name;
    }
}
