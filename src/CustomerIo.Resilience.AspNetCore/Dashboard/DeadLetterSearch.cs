using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>What dead letters are looked for, as the fields of the form say it.</summary>
/// <param name="Person">An identifier; empty for everybody.</param>
/// <param name="By">Which identifier it is.</param>
/// <param name="Kind">What the operation does; null for any.</param>
/// <param name="Reason">Why it was given up; null for any.</param>
internal sealed record DeadLetterSearch(string Person, PersonIdKind By, OperationKind? Kind, RejectionReason? Reason)
{
    /// <summary>The same as fields of a form or query; what is not looked for is null.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields =>
    [
        new("person", Person),
        new("by", By is PersonIdKind.Id ? null : By.ToString()),
        new("kind", Kind?.ToString()),
        new("reason", Reason?.ToString()),
    ];

    public static DeadLetterSearch Of(Func<string, string> field) => new(
        field("person").Trim(),
        Choice<PersonIdKind>(field("by")) ?? PersonIdKind.Id,
        Choice<OperationKind>(field("kind")),
        Choice<RejectionReason>(field("reason")));

    public DeadLetterFilter ToFilter() => new()
    {
        Person = Person.Length == 0 ? (PersonId?)null : PersonOf(),
        Kind = Kind,
        Reason = Reason,
    };

    private PersonId PersonOf() => By switch
    {
        PersonIdKind.Email => PersonId.Email(Person),
        PersonIdKind.CioId => PersonId.CioId(Person),
        _ => PersonId.Id(Person),
    };

    private static TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum =>
        Enum.TryParse(name, out TEnum value) && Enum.IsDefined(value) ? value : null;
}
