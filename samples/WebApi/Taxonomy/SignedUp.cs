namespace CustomerIo.Resilience.WebApi.Taxonomy;

/// <summary>Somebody has an account now.</summary>
/// <param name="Method">How: <c>email</c>, <c>google</c>, <c>sso</c>.</param>
[CustomerIoEvent("signed_up")]
internal sealed partial record SignedUp(string Method);
