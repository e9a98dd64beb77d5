using System.Text.Json;
using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>Who should be there after the file: a second opinion, that shares nothing with library or simulator.</summary>
internal static class PeopleModel
{
    public static Dictionary<string, ObservedPerson> After(IEnumerable<FileOperation> operations)
    {
        Dictionary<string, ModelPerson> people = new(StringComparer.Ordinal);
        foreach (FileOperation operation in operations)
        {
            Apply(people, operation);
        }

        return people.ToDictionary(
            static pair => pair.Key,
            static pair => new ObservedPerson(pair.Value.Attributes, pair.Value.Devices),
            StringComparer.Ordinal);
    }

    private static void Apply(Dictionary<string, ModelPerson> people, FileOperation operation)
    {
        people.TryGetValue(operation.Person, out ModelPerson? person);
        switch (operation.Kind)
        {
            case FileOperationKind.Delete:
                people.Remove(operation.Person);
                return;
            case FileOperationKind.DeleteDevice:
                person?.Devices.Remove(operation.Token);
                return;
            default:
                people[operation.Person] = person ??= new ModelPerson();
                break;
        }

        if (operation.Kind is FileOperationKind.AddDevice)
        {
            person.Devices[operation.Token] = operation.Line;
        }
        else if (operation.Kind is FileOperationKind.Identify)
        {
            foreach ((string name, JsonElement value) in operation.Values)
            {
                person.Attributes[name] = value;
            }

            person.Attributes[OperationLine.LineName] = JsonElement.Parse($"{operation.Line}");
        }
    }

    private sealed class ModelPerson
    {
        public Dictionary<string, JsonElement> Attributes { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> Devices { get; } = new(StringComparer.Ordinal);
    }
}
