using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Merges one person into another. It cannot be undone.</summary>
public sealed class PersonMerge : TrackEntity
{
    /// <summary>Describes the merge.</summary>
    /// <param name="primary">The person that stays.</param>
    /// <param name="secondary">The person whose data moves, and who is deleted.</param>
    /// <exception cref="ArgumentException">Both are the same identifier.</exception>
    public PersonMerge(PersonId primary, PersonId secondary)
        : base("person", "merge")
    {
        Limits.Require(Limits.CheckPerson(primary), nameof(primary));
        Limits.Require(Limits.CheckMerge(primary, secondary), nameof(secondary));
        Primary = primary;
        Secondary = secondary;
    }

    /// <summary>The person that stays.</summary>
    public PersonId Primary { get; }

    /// <summary>The person whose data moves, and who is deleted.</summary>
    public PersonId Secondary { get; }

    internal override bool Converges => false;

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        fields.Person("primary"u8, Primary);
        fields.Person("secondary"u8, Secondary);
    }
}
