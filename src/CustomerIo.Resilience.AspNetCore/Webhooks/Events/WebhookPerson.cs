using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>Whom an event is about.</summary>
public sealed class WebhookPerson
{
    internal WebhookPerson(JsonFields data)
    {
        JsonFields identifiers = data.Object("identifiers");
        Id = identifiers.Text("id");
        Email = identifiers.Text("email");
        CioId = identifiers.Text("cio_id");
        CustomerId = data.Text("customer_id");
        EmailAddress = data.Text("email_address");
    }

    /// <summary>The id you gave the person: <c>data.identifiers.id</c>.</summary>
    public string? Id { get; }

    /// <summary>The address that identifies the person: <c>data.identifiers.email</c>.</summary>
    public string? Email { get; }

    /// <summary>The id Customer.io gave the person, which never changes: <c>data.identifiers.cio_id</c>.</summary>
    public string? CioId { get; }

    /// <summary>An older form of <see cref="Id"/>, deprecated by Customer.io: <c>data.customer_id</c>.</summary>
    public string? CustomerId { get; }

    /// <summary>The address in events about a person: <c>data.email_address</c>.</summary>
    public string? EmailAddress { get; }
}
