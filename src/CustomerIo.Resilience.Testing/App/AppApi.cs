namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The App API: which operation a method and path are.</summary>
internal sealed class AppApi
{
    public static Reply Handle(Exchange exchange) => Reply.AppError(404, "not found");
}
