using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>One buffer a thread to write an operation in, before its bytes are copied to a page.</summary>
internal static class ScratchBuffer
{
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static JsonBuffer? s_buffer;

    /// <summary>An empty buffer; a caller's own enumerator that sends something itself gets another one.</summary>
    public static JsonBuffer Rent()
    {
        JsonBuffer buffer = s_buffer ?? new JsonBuffer();
        s_buffer = null;
        buffer.Clear();
        return buffer;
    }

    public static void Return(JsonBuffer buffer)
    {
        if (buffer.Length <= MaxKept)
        {
            s_buffer = buffer;
        }
    }
}
