namespace CustomerIo.Resilience.Api;

/// <summary>One page of a longer list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed class ApiPage<T>
{
    internal ApiPage(IReadOnlyList<T>? items, string? next)
    {
        Items = items ?? [];
        Next = next is "" or "0" ? null : next;
    }

    /// <summary>The items of this page; may be empty.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>Where the next page starts; <see langword="null"/> on the last one.</summary>
    public string? Next { get; }
}
