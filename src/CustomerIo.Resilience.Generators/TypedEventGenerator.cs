using CustomerIo.Resilience.Generators.Model;
using CustomerIo.Resilience.Generators.Reading;
using CustomerIo.Resilience.Generators.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CustomerIo.Resilience.Generators;

/// <summary>
/// Generates, for each annotated type, the part that Customer.io's client needs of it, and for the project a list of all
/// events. What is wrong with a type is told by <see cref="TypedEventAnalyzer"/>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TypedEventGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<TypeModel> events = TypesWith(context, AttributeNames.Event, TypeRole.Event);
        GenerateContracts(context, events);
        GenerateContracts(context, TypesWith(context, AttributeNames.Attributes, TypeRole.Attributes));
        GenerateContracts(context, TypesWith(context, AttributeNames.Data, TypeRole.Data));
        GenerateRegistry(context, events);
    }

    private static IncrementalValuesProvider<TypeModel> TypesWith(
        IncrementalGeneratorInitializationContext context, string attribute, TypeRole role) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            (target, _) => TypeReader.Read((INamedTypeSymbol)target.TargetSymbol, role, target.Attributes[0], [])?.Model)
        .Where(static model => model is not null)
        .Select(static (model, _) => model!)
        .WithTrackingName(role.ToString());

    private static void GenerateContracts(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<TypeModel> types) =>
        context.RegisterSourceOutput(types, static (output, type) =>
            output.AddSource(type.FileName, ContractCode.Write(type)));

    private static void GenerateRegistry(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<TypeModel> events)
    {
        IncrementalValueProvider<ProjectSettings> settings = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ProjectSettings.Of(options.GlobalOptions));
        IncrementalValueProvider<EquatableList<TypeModel>> all = events.Collect()
            .Select(static (types, _) => new EquatableList<TypeModel>(types))
            .WithTrackingName("All");
        context.RegisterSourceOutput(all.Combine(settings), static (output, pair) =>
        {
            (EquatableList<TypeModel> types, ProjectSettings project) = pair;
            if (types.Count == 0)
            {
                return;
            }

            output.AddSource("CustomerIoEvents.g.cs", RegistryCode.Write(project.RootNamespace, types));
            if (project.WritesPlan)
            {
                output.AddSource("CustomerIoPlan.g.cs", PlanCode.Write(types));
            }
        });
    }
}
