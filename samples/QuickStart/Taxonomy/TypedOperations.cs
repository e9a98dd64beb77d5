namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>
/// Gives the operations of the file their types. A file may have other events too, and the known ones in other shapes: these go
/// as name and dictionary.
/// </summary>
internal static class TypedOperations
{
    public static TResult Track<TResult>(string name, Dictionary<string, object?> values, IOperationSink<TResult> sink)
    {
        Fields fields = new(values);
        return name switch
        {
            "signed_up" when fields.Text("method") is { } method =>
                sink.Track(new SignedUp(method) { More = fields.Rest }),
            "plan_changed" when fields.Text("from") is { } from && fields.Text("to") is { } to =>
                sink.Track(new PlanChanged(from, to) { More = fields.Rest }),
            "feature_used" when fields.Text("feature") is { } feature && fields.Integer("duration_ms") is { } duration =>
                sink.Track(new FeatureUsed(feature, duration) { More = fields.Rest }),
            "checkout_completed" when fields.Text("order") is { } order && fields.Number("total") is { } total
                && fields.Text("currency") is { } currency && fields.Integer("items") is { } items =>
                sink.Track(new CheckoutCompleted(order, total, currency, items) { More = fields.Rest }),
            "subscription_cancelled" when fields.Text("reason") is { } reason =>
                sink.Track(new SubscriptionCancelled(reason) { More = fields.Rest }),
            _ => sink.Track(name, values),
        };
    }

    public static TResult Identify<TResult>(Dictionary<string, object?> values, IOperationSink<TResult> sink)
    {
        Fields fields = new(values);
        UserAttributes attributes = new(fields.Text("email"), fields.Text("first_name"), fields.Text("plan"))
        {
            More = fields.Rest,
        };
        bool isShaped = !fields.Rest.ContainsKey("email") && !fields.Rest.ContainsKey("first_name") && !fields.Rest.ContainsKey("plan");
        return isShaped ? sink.Identify(attributes) : sink.Identify(values);
    }
}
