using CustomerIo.Resilience.Generators.Model;

namespace CustomerIo.Resilience.Generators.Writing;

/// <summary>
/// Writes the tracking plan of the code. A generator may not write files, so the plan is put where the compiler does not read
/// it, and the package's target takes it from there.
/// </summary>
internal static class PlanCode
{
    public static string Write(IEnumerable<TypeModel> events)
    {
        CodeText code = new();
        code.Line("#if CUSTOMERIO_PLAN");
        code.Line("{");
        code.Line("  \"events\": {");
        string[] all = [.. events.OrderBy(static type => type.EventName, StringComparer.Ordinal).Select(TextOf)];
        code.Line(string.Join(",\n", all));
        code.Line("  }");
        code.Line("}");
        code.Line("#endif");
        return code.ToString();
    }

    private static string TextOf(TypeModel type)
    {
        string[] members =
        [
            .. type.Members.Select(static member => member.IsAdditional
                ? "      \"*\": \"any\""
                : $"      {Literals.Json(member.Name)}: {Literals.Json(member.PlanType)}"),
        ];
        return members.Length == 0
            ? $"    {Literals.Json(type.EventName)}: {{}}"
            : $"    {Literals.Json(type.EventName)}: {{\n{string.Join(",\n", members)}\n    }}";
    }
}
