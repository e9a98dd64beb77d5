using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>What an object is called: by its type and id, or by the identifier Customer.io assigned.</summary>
internal readonly record struct ObjectKey(string TypeId, string ObjectId, bool IsAssigned)
{
    public static ObjectKey? From(JsonElement identifiers)
    {
        if (identifiers.Text("cio_object_id") is { } assigned)
        {
            return new ObjectKey(string.Empty, assigned, IsAssigned: true);
        }

        if (identifiers.Text("object_id") is not { } id || !identifiers.TryGet("object_type_id", out var type))
        {
            return null;
        }

        return new ObjectKey(type.ToString(), id, IsAssigned: false);
    }

    public override string ToString() => IsAssigned ? ObjectId : $"{TypeId}/{ObjectId}";
}
