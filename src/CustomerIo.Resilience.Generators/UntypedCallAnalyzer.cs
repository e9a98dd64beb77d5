using System.Collections.Immutable;
using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Reading;
using CustomerIo.Resilience.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CustomerIo.Resilience.Generators;

/// <summary>Finds calls that name an event by text although the project has a type for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UntypedCallAnalyzer : DiagnosticAnalyzer
{
    // What the code fix learns of the type, in the properties of the diagnostic.
    private const string TypeProperty = "Type";
    private const string MembersProperty = "Members";

    private const string ClientName = "CustomerIo.Resilience.ICustomerIoClient";
    private const string TrackerName = "CustomerIo.Resilience.IBatchTracker";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.UntypedCall);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            INamedTypeSymbol? client = start.Compilation.GetTypeByMetadataName(ClientName);
            INamedTypeSymbol? tracker = start.Compilation.GetTypeByMetadataName(TrackerName);
            if (client is null || tracker is null)
            {
                return;
            }

            // Looked for once, and only if some call names an event by text.
            Lazy<Dictionary<string, INamedTypeSymbol>> events = new(() => EventsOf(start.Compilation.Assembly.GlobalNamespace));
            start.RegisterOperationAction(
                operation => Check(operation, client, tracker, events), OperationKind.Invocation);
        });
    }

    private static void Check(
        OperationAnalysisContext context,
        INamedTypeSymbol client,
        INamedTypeSymbol tracker,
        Lazy<Dictionary<string, INamedTypeSymbol>> events)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (!IsTracking(call.TargetMethod, client, tracker)
            || call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name is "name") is not { } name
            || name.Value.ConstantValue.Value is not string text
            || !events.Value.TryGetValue(text, out INamedTypeSymbol? type)
            || !context.Compilation.IsSymbolAccessibleWithin(type, context.ContainingSymbol.ContainingType ?? (ISymbol)context.Compilation.Assembly))
        {
            return;
        }

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty
            .Add(TypeProperty, type.InFull())
            .Add(MembersProperty, ConstructorOf(type));
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.UntypedCall, name.Syntax.GetLocation(), properties, text, type.ToDisplayString()));
    }

    private static bool IsTracking(IMethodSymbol method, INamedTypeSymbol client, INamedTypeSymbol tracker) =>
        method is { IsGenericMethod: false, Name: "TrackAsync" or "TrackAnonymousAsync" or "Enqueue" or "EnqueueAsync" }
        && (IsOf(method.ContainingType, client) || IsOf(method.ContainingType, tracker));

    private static bool IsOf(INamedTypeSymbol type, INamedTypeSymbol contract) =>
        SymbolEqualityComparer.Default.Equals(type, contract)
        || type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    private static Dictionary<string, INamedTypeSymbol> EventsOf(INamespaceSymbol root)
    {
        Dictionary<string, INamedTypeSymbol> events = new(StringComparer.Ordinal);
        Stack<INamespaceOrTypeSymbol> left = new([root]);
        while (left.Count > 0)
        {
            INamespaceOrTypeSymbol next = left.Pop();
            foreach (INamespaceOrTypeSymbol member in next.GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                left.Push(member);
            }

            if (next is INamedTypeSymbol type
                && Symbols.RoleOf(type) is (TypeRole.Event, { } attribute)
                && Symbols.TextOf(attribute) is { } name)
            {
                events[name] = type;
            }
        }

        return events;
    }

    // The parameters of the longest constructor whose parameters all set a member, each after its name in JSON; one that may be
    // left out has a question mark. The two signs between them are in no name.
    private static string? ConstructorOf(INamedTypeSymbol type)
    {
        Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        bool hasRequired = false;
        foreach ((IPropertySymbol property, MemberModel member) in new MemberReader(type, []).Read())
        {
            hasRequired |= property.IsRequired;
            if (!member.IsAdditional)
            {
                names[property.Name] = member.Name;
            }
        }

        IMethodSymbol? constructor = type.InstanceConstructors
            .Where(method => method.DeclaredAccessibility is Accessibility.Public
                && method.Parameters.All(parameter => names.ContainsKey(parameter.Name)))
            .OrderByDescending(static method => method.Parameters.Length)
            .FirstOrDefault();
        return constructor is null || hasRequired ? null : string.Join("\u001e", constructor.Parameters.Select(parameter =>
            $"{names[parameter.Name]}\u001f{Symbols.EscapeKeyword(parameter.Name)}{(parameter.IsOptional ? "?" : string.Empty)}"));
    }
}
