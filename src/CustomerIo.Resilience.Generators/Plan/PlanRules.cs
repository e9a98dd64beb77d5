using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Reading;
using CustomerIo.Resilience.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Plan;

/// <summary>Compares an event with the tracking plan.</summary>
internal static class PlanRules
{
    public static void Check(
        TrackingPlan plan,
        TypeModel type,
        IReadOnlyList<(IPropertySymbol Property, MemberModel Model)> members,
        Location namePlace,
        ICollection<Problem> problems)
    {
        if (!plan.Events.TryGetValue(type.EventName, out PlannedEvent? planned))
        {
            problems.Add(new(Descriptors.EventNotPlanned, namePlace, type.EventName));
            return;
        }

        HashSet<string> missing = [.. planned.Members.Keys.Where(static name => !string.Equals(name, "*", StringComparison.Ordinal))];
        foreach ((IPropertySymbol property, MemberModel member) in members)
        {
            if (!member.IsAdditional)
            {
                missing.Remove(member.Name);
                CheckMember(planned, type, property, member, problems);
            }
            else if (!planned.IsOpen)
            {
                problems.Add(new(Descriptors.MemberNotPlanned, Symbols.PlaceOf(property), "*", type.EventName));
            }
        }

        foreach (string name in missing)
        {
            problems.Add(new(Descriptors.MemberNotDeclared, namePlace, name, type.EventName, type.DisplayType));
        }
    }

    private static void CheckMember(
        PlannedEvent planned, TypeModel type, IPropertySymbol property, MemberModel member, ICollection<Problem> problems)
    {
        Location place = Symbols.PlaceOf(property);
        if (planned.Members.TryGetValue(member.Name, out string? expected))
        {
            if (!TrackingPlan.Fits(expected, member.PlanType))
            {
                problems.Add(new(Descriptors.TypeNotPlanned, place, expected, member.Name, type.EventName, member.PlanType));
            }
        }
        else if (!planned.IsOpen)
        {
            problems.Add(new(Descriptors.MemberNotPlanned, place, member.Name, type.EventName));
        }
    }
}
