using System.Runtime.InteropServices;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A transactional message by its number or its trigger name, whose letter case does not matter.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TransactionalMessageId
{
    private readonly int _number;
    private readonly string? _name;

    private TransactionalMessageId(int number, string? name)
    {
        _number = number;
        _name = name;
    }

    internal bool IsGiven => _name is not null || _number > 0;

    /// <summary>A message by its number.</summary>
    public static TransactionalMessageId FromInt32(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        return new TransactionalMessageId(number, null);
    }

    /// <summary>A message by its trigger name.</summary>
    /// <exception cref="ArgumentException"><paramref name="triggerName"/> is empty.</exception>
    public static TransactionalMessageId FromString(string triggerName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(triggerName);
        return new TransactionalMessageId(0, triggerName);
    }

    /// <summary>Same as <see cref="FromInt32"/>.</summary>
    /// <param name="number">The number of the message.</param>
    public static implicit operator TransactionalMessageId(int number) => FromInt32(number);

    /// <summary>Same as <see cref="FromString"/>.</summary>
    /// <param name="triggerName">The trigger name of the message.</param>
    public static implicit operator TransactionalMessageId(string triggerName) => FromString(triggerName);

    /// <summary>The number or the name.</summary>
    public override string ToString() => _name ?? _number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal void Write(ref JsonFields fields)
    {
        fields.Text("transactional_message_id"u8, _name);
        fields.Number("transactional_message_id"u8, _name is null ? _number : null);
    }
}
