using System.Buffers;
using System.Text.Json;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.AspNetCore.Health;

/// <summary>The health of all workspaces, as JSON.</summary>
internal sealed class HealthPage
{
    private HealthPage(HealthStatus status, ReadOnlyMemory<byte> json)
    {
        Status = status;
        Json = json;
    }

    /// <summary>The worst of the workspaces'.</summary>
    public HealthStatus Status { get; }

    public ReadOnlyMemory<byte> Json { get; }

    public static HealthPage Read(WorkspaceDirectory workspaces, TimeProvider time)
    {
        (string Name, ICustomerIoStatus Status, CustomerIoHealth Health)[] all =
        [
            .. workspaces.Names.Select(name => (name, workspaces.StatusOf(name)))
                .Select(static one => (one.name, one.Item2, one.Item2.Health)),
        ];
        HealthStatus worst = all.Length == 0 ? HealthStatus.Healthy : all.Min(static one => one.Health.Status);
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, NameOf(worst));
            writer.WriteStartArray("workspaces"u8);
            foreach ((string name, ICustomerIoStatus status, CustomerIoHealth health) in all)
            {
                WriteWorkspace(writer, name, status, health, time.GetUtcNow());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new HealthPage(worst, json.WrittenMemory);
    }

    private static void WriteWorkspace(
        Utf8JsonWriter writer, string name, ICustomerIoStatus status, CustomerIoHealth health, DateTimeOffset now)
    {
        DeliveryFigures figures = status.Figures;
        StoreStatistics store = status.Store;
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteString("status"u8, NameOf(health.Status));
        writer.WriteString("description"u8, health.Description);
        WriteSurface(writer, "track"u8, status.Circuits.Track);
        WriteSurface(writer, "app"u8, status.Circuits.App);
        writer.WriteStartObject("queue"u8);
        writer.WriteNumber("depth"u8, figures.InMemory + figures.Stored);
        writer.WriteNumber("in_memory"u8, figures.InMemory);
        writer.WriteNumber("stored"u8, figures.Stored);
        WriteAge(writer, "oldest_age_seconds"u8, store.Count > 0 ? store.OldestAt : null, now);
        WriteTime(writer, "last_delivery"u8, status.LastDelivery);
        writer.WriteEndObject();
        writer.WriteNumber("dead_letters"u8, store.DeadLetters);
        writer.WriteStartObject("store"u8);
        writer.WriteString("state"u8, StateOf(store));
        writer.WriteString("failure"u8, store.Failure);
        writer.WriteString("set_aside_as"u8, store.Damage?.SetAsideAs);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSurface(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ICircuitBreaker circuit)
    {
        writer.WriteStartObject(name);
        writer.WriteString("circuit_state"u8, NameOf(circuit.State));
        writer.WriteNumber("failure_count"u8, circuit.FailureCount);
        WriteTime(writer, "last_failure"u8, circuit.LastFailure);
        writer.WriteString("last_failure_kind"u8, circuit.LastFailureKind);
        WriteTime(writer, "last_success"u8, circuit.LastSuccess);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? moment)
    {
        if (moment is { } value)
        {
            writer.WriteString(name, value);
            return;
        }

        writer.WriteNull(name);
    }

    private static void WriteAge(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? since, DateTimeOffset now)
    {
        if (since is { } moment)
        {
            writer.WriteNumber(name, Math.Max(0, Math.Round((now - moment).TotalSeconds, 3)));
            return;
        }

        writer.WriteNull(name);
    }

    private static string StateOf(StoreStatistics store) => store switch
    {
        { Failure: not null } => "failing",
        { Damage: not null } => "damaged",
        _ => "ok",
    };

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private static string NameOf(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half_open",
        _ => "isolated",
    };
}
