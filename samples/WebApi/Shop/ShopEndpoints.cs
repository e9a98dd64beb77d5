using CustomerIo.Resilience.WebApi.Taxonomy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerIo.Resilience.WebApi.Shop;

/// <summary>The shop. None of its pages fails because Customer.io does.</summary>
internal static class ShopEndpoints
{
    public static void MapShop(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-up", SignUpAsync);
        app.MapPost("/checkout", CheckoutAsync);
        app.MapPost("/products/{product}/view", View);
    }

    private static async Task<Accepted<Outcome>> SignUpAsync(
        SignUp request, ICustomerIoClient customerIo, TimeProvider time, CancellationToken aborted)
    {
        Profile profile = new(request.Email, request.Plan, time.GetUtcNow());
        await customerIo.IdentifyAsync(request.Id, profile, cancellationToken: aborted);
        DeliveryResult result = await customerIo.TrackAsync(request.Id, new SignedUp("email"), cancellationToken: aborted);
        return TypedResults.Accepted((string?)null, Outcome.Of(result));
    }

    // The order's number as idempotency key: a page that is sent twice counts once.
    private static async Task<Accepted<Outcome>> CheckoutAsync(
        Checkout request, ICustomerIoClient customerIo, CancellationToken aborted)
    {
        DeliveryResult result = await customerIo.TrackAsync(
            request.CustomerId,
            new CheckoutCompleted(request.OrderId, request.Total, request.Items),
            new EventOptions { IdempotencyKey = $"order-{request.OrderId}" },
            aborted);
        return TypedResults.Accepted((string?)null, Outcome.Of(result));
    }

    // Nobody waits for a page view: it leaves with others, within seconds.
    private static Accepted<Outcome> View(string product, string customerId, IBatchTracker background) =>
        TypedResults.Accepted((string?)null, Outcome.Of(background.Enqueue(customerId, new ProductViewed(product))));
}
