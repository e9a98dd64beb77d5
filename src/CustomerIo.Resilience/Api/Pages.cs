using System.Runtime.CompilerServices;

namespace CustomerIo.Resilience.Api;

/// <summary>Reads page after page, each only when the caller comes to it.</summary>
internal static class Pages
{
    /// <exception cref="CustomerIoException">The server pointed to the page it had just given.</exception>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        Func<string?, CancellationToken, Task<ApiPage<T>>> readAsync,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? start = null;
        do
        {
            ApiPage<T> page = await readAsync(start, cancellationToken).ConfigureAwait(false);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            if (page.Next is not null && string.Equals(page.Next, start, StringComparison.Ordinal))
            {
                throw new CustomerIoException(
                    CustomerIoErrorReason.UnexpectedAnswer, "Customer.io named the same page as the next one again.");
            }

            start = page.Next;
        }
        while (start is not null);
    }

    public static int Limit(int limit, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, most);
        return limit;
    }
}
