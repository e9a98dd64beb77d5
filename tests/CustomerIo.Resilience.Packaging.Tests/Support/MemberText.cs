using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>A member as a line of text.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(ConstructorInfo constructor) =>
        $"{Access(constructor)}new({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        string generics = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : string.Empty;
        string extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : string.Empty;
        return $"{Access(method)}{method.Name}{generics}({extension}{Parameters(method)}) -> "
            + TypeText.Of(Nullability.Create(method.ReturnParameter));
    }

    public static string Of(PropertyInfo property)
    {
        MethodInfo accessor = property.GetMethod ?? property.SetMethod!;
        bool required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);
        string accessors = string.Join(
            " ",
            property.GetAccessors(nonPublic: true)
                .Where(one => one.IsPublic || one.IsFamily)
                .Select(one => one.ReturnType != typeof(void) ? "get;" : IsInit(one) ? "init;" : "set;"));
        ParameterInfo[] indexes = property.GetIndexParameters();
        string index = indexes.Length == 0 ? string.Empty : $"[{string.Join(", ", indexes.Select(Of))}]";
        return $"{Access(accessor)}{(required ? "required " : string.Empty)}{property.Name}{index} {{ {accessors} }} -> "
            + TypeText.Of(Nullability.Create(property));
    }

    public static string Of(EventInfo happening) =>
        $"{Access(happening.AddMethod!)}event {happening.Name} -> {TypeText.Of(Nullability.Create(happening))}";

    public static string Of(FieldInfo field) => field.IsLiteral
        ? $"const {field.Name} = {Value(field.GetRawConstantValue())} -> {TypeText.Of(Nullability.Create(field))}"
        : $"{(field.IsStatic ? "static " : string.Empty)}field {field.Name} -> {TypeText.Of(Nullability.Create(field))}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Of));

    private static string Of(ParameterInfo parameter)
    {
        string mode = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false)
                || parameter.IsDefined(typeof(ParamCollectionAttribute), inherit: false) => "params ",
            _ => string.Empty,
        };
        string value = parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue)}" : string.Empty;
        return $"{mode}{TypeText.Of(Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum symbol => $"{symbol.GetType().Name}.{symbol}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers()
        .Contains(typeof(IsExternalInit));

    private static string Access(MethodBase method)
    {
        string access = method.IsPublic ? string.Empty : "protected ";
        bool isMember = method.DeclaringType is { IsInterface: false };
        string way = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } when isMember => "abstract ",
            { IsVirtual: true, IsFinal: false } when isMember && !method.DeclaringType!.IsSealed => "virtual ",
            _ => string.Empty,
        };
        return access + way;
    }
}
