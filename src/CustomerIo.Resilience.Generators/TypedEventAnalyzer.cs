using System.Collections.Concurrent;
using System.Collections.Immutable;
using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Plan;
using CustomerIo.Resilience.Generators.Reading;
using CustomerIo.Resilience.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CustomerIo.Resilience.Generators;

/// <summary>Tells what is wrong with typed events, by themselves, among each other, and against the tracking plan.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypedEventAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.NotPartial,
        Descriptors.EmptyName,
        Descriptors.NameTooLong,
        Descriptors.NotSnakeCase,
        Descriptors.NameTwice,
        Descriptors.ReservedData,
        Descriptors.ReservedAttribute,
        Descriptors.UnsupportedType,
        Descriptors.DateTimeMember,
        Descriptors.WrongMemberName,
        Descriptors.TooManyAttributes,
        Descriptors.MemberNameTwice,
        Descriptors.WrongAdditional,
        Descriptors.WrongShape,
        Descriptors.TwoRoles,
        Descriptors.WrongContext,
        Descriptors.UnreadablePlan,
        Descriptors.EventNotPlanned,
        Descriptors.EventNotDeclared,
        Descriptors.MemberNotPlanned,
        Descriptors.MemberNotDeclared,
        Descriptors.TypeNotPlanned);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            ProjectSettings settings = ProjectSettings.Of(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
            Project project = new(settings.WritesPlan
                ? null
                : TrackingPlan.Find(start.Options.AdditionalFiles, settings.PlanPath, start.CancellationToken));
            start.RegisterSymbolAction(symbol => project.Check((INamedTypeSymbol)symbol.Symbol, symbol.ReportDiagnostic), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => project.End(end.ReportDiagnostic));
        });
    }

    /// <summary>What was seen of the project so far.</summary>
    private sealed class Project(TrackingPlan? plan)
    {
        private readonly ConcurrentBag<(string Name, string Type, Location Place)> _events = [];

        private TrackingPlan? ReadablePlan => plan is { Problem: null } ? plan : null;

        public void Check(INamedTypeSymbol type, Action<Diagnostic> report)
        {
            if (Symbols.RoleOf(type) is not ({ } role, { } attribute))
            {
                return;
            }

            List<Problem> problems = [];
            if (TypeReader.Read(type, role, attribute, problems) is ({ } model, { } members) && role is TypeRole.Event)
            {
                Location place = Symbols.PlaceOf(attribute, type);
                _events.Add((model.EventName.Trim(), model.DisplayType, place));
                if (ReadablePlan is { } readable)
                {
                    PlanRules.Check(readable, model, members, place, problems);
                }
            }

            problems.ForEach(problem => report(problem.ToDiagnostic()));
        }

        public void End(Action<Diagnostic> report)
        {
            if (plan?.Problem is { } unreadable)
            {
                report(Diagnostic.Create(Descriptors.UnreadablePlan, plan.PlaceOf(unreadable.Place), unreadable.Message));
            }

            ReportNamesThatAreThereTwice(report);
            HashSet<string> declared = [.. _events.Select(static found => found.Name)];
            foreach (PlannedEvent planned in ReadablePlan?.Events.Values.Where(planned => !declared.Contains(planned.Name)) ?? [])
            {
                report(Diagnostic.Create(Descriptors.EventNotDeclared, plan!.PlaceOf(planned.Place), planned.Name));
            }
        }

        private void ReportNamesThatAreThereTwice(Action<Diagnostic> report)
        {
            foreach (var same in _events.GroupBy(static found => found.Name, StringComparer.Ordinal))
            {
                (string Name, string Type, Location Place)[] sorted = [.. same.OrderBy(static found => found.Type, StringComparer.Ordinal)];
                foreach ((string name, _, Location place) in sorted.Skip(1))
                {
                    report(Diagnostic.Create(Descriptors.NameTwice, place, name, sorted[0].Type));
                }
            }
        }
    }
}
