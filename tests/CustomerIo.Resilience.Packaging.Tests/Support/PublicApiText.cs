using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>What an assembly promises, one type or member a line, in an order that does not depend on the sources.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "readonly struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        Type[] inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<string> bases = new[] { type.BaseType }
            .Where(parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && !type.IsEnum)
            .Select(parent => TypeText.Of(parent!))
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Except(inherited).Where(IsVisible)
                .Select(TypeText.Of).Order(StringComparer.Ordinal));
        string list = string.Join(", ", bases);
        return $"{kind} {TypeText.Of(type, withNamespace: true)}{(list.Length == 0 ? string.Empty : " : " + list)}";
    }

    private static bool IsVisible(Type type) => type.IsVisible;

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}");
        }

        return
        [
            .. type.GetConstructors(Declared).Where(IsPromised).Select(MemberText.Of),
            .. type.GetMethods(Declared).Where(method => IsPromised(method) && !IsAccessor(method)).Select(MemberText.Of),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsPromised))
                .Select(MemberText.Of),
            .. type.GetEvents(Declared).Where(happening => IsPromised(happening.AddMethod!)).Select(MemberText.Of),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(MemberText.Of),
        ];
    }

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    // What a record has by itself is said by its properties.
    private static bool IsPromised(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
        && !(method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !method.IsSpecialName)
        && !(method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.StartsWith('<');
}
