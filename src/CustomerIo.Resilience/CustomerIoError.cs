namespace CustomerIo.Resilience;

/// <summary>One error in Customer.io's own words. Members the server left out are <see langword="null"/>.</summary>
/// <param name="Message">The server's text: <c>meta.error</c>, <c>meta.errors[]</c>, <c>detail</c> or <c>message</c>.</param>
/// <param name="Reason">Track v2 only: a short code such as <c>required</c> or <c>invalid</c>.</param>
/// <param name="Field">Track v2: the field at fault; App API: the JSON pointer of the source.</param>
/// <param name="BatchIndex">Track v2 batches: the item, counted from 0.</param>
public sealed record CustomerIoError(string? Message, string? Reason = null, string? Field = null, int? BatchIndex = null);
