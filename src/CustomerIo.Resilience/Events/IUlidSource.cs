namespace CustomerIo.Resilience.Events;

/// <summary>Makes the ids that operations are stamped with.</summary>
internal interface IUlidSource
{
    /// <summary>A ULID greater than every one this source has made.</summary>
    Ulid Next();

    /// <summary>Same, for a caller who has just looked at the clock.</summary>
    Ulid Next(DateTimeOffset now);
}
