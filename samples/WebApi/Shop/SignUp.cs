using CustomerIo.Resilience.WebApi.Taxonomy;

namespace CustomerIo.Resilience.WebApi.Shop;

/// <summary>A sign-up, as the web page sends it.</summary>
internal sealed record SignUp(string Id, string Email, Plan Plan = Plan.Free);
