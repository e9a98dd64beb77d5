using CustomerIo.Resilience.Testing;

namespace Simulator;

/// <summary>One line per request, without payloads or identifiers beyond the path.</summary>
internal static class RequestLine
{
    public static void Print(RecordedRequest request)
    {
        var outcome = request.StatusCode == 0 ? "reset" : $"{request.StatusCode}";
        var fault = request.Fault is null ? string.Empty : $"  [{request.Fault}]";
        var target = $"{request.Method,-6} {request.Path}  {request.BodyLength} B";
        Console.WriteLine($"{request.Time:HH:mm:ss.fff}  {outcome,-5}  {target}{fault}");
    }
}
