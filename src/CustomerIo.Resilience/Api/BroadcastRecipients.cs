using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>
/// Who gets a broadcast, in one of the six ways that Customer.io offers; it takes no two together. It sends only to
/// people it knows already.
/// </summary>
public abstract class BroadcastRecipients
{
    private protected BroadcastRecipients()
    {
    }

    /// <summary>The audience set up with the broadcast.</summary>
    public static BroadcastRecipients Default { get; } = new DefaultAudience();

    /// <summary>People that a filter finds.</summary>
    public static BroadcastRecipients Matching(AudienceFilter filter) => new Filtered(filter);

    /// <summary>People by email address.</summary>
    /// <param name="addresses">1 to 10,000.</param>
    public static BroadcastRecipients Emails(IReadOnlyCollection<string> addresses) => new Listed("emails", addresses);

    /// <summary>People by your own id.</summary>
    /// <param name="ids">1 to 10,000.</param>
    public static BroadcastRecipients Ids(IReadOnlyCollection<string> ids) => new Listed("ids", ids);

    /// <summary>People, each with data of their own.</summary>
    /// <param name="people">1 to 10,000.</param>
    public static BroadcastRecipients PerUser(IReadOnlyList<BroadcastPerson> people) => new Individual(people);

    /// <summary>People with data of their own in a file of JSON lines, which may be compressed with gzip.</summary>
    /// <param name="address">Where Customer.io can fetch it; at most 2 MB a person and 10 GB in total.</param>
    public static BroadcastRecipients DataFile(Uri address) => new File(address);

    internal abstract void Write(ref JsonFields fields);

    private sealed class DefaultAudience : BroadcastRecipients
    {
        internal override void Write(ref JsonFields fields)
        {
        }
    }

    private sealed class Filtered : BroadcastRecipients
    {
        private readonly AudienceFilter _filter;

        public Filtered(AudienceFilter filter)
        {
            ArgumentNullException.ThrowIfNull(filter);
            _filter = filter;
        }

        internal override void Write(ref JsonFields fields) => _filter.Write(fields.Name("recipients"u8));
    }

    private sealed class Listed : BroadcastRecipients
    {
        private readonly bool _emails;
        private readonly IReadOnlyCollection<string> _people;

        public Listed(string name, IReadOnlyCollection<string> people)
        {
            ArgumentNullException.ThrowIfNull(people);
            Limits.Require(SendLimits.CheckBroadcastRecipients(people.Count), name);
            _emails = name is "emails";
            _people = people;
        }

        internal override void Write(ref JsonFields fields) => fields.Texts(_emails ? "emails"u8 : "ids"u8, _people);
    }

    private sealed class Individual : BroadcastRecipients
    {
        private readonly IReadOnlyList<BroadcastPerson> _people;

        public Individual(IReadOnlyList<BroadcastPerson> people)
        {
            ArgumentNullException.ThrowIfNull(people);
            Limits.Require(SendLimits.CheckBroadcastRecipients(people.Count), nameof(people));
            _people = people;
        }

        internal override void Write(ref JsonFields fields) =>
            fields.Parts("per_user_data"u8, _people);
    }

    private sealed class File : BroadcastRecipients
    {
        private readonly Uri _address;

        public File(Uri address)
        {
            ArgumentNullException.ThrowIfNull(address);
            _address = address.IsAbsoluteUri
                ? address
                : throw new ArgumentException("The address of the data file must be absolute.", nameof(address));
        }

        internal override void Write(ref JsonFields fields) => fields.Text("data_file_url"u8, _address.AbsoluteUri);
    }
}
