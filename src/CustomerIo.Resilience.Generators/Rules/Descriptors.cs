using Microsoft.CodeAnalysis;

namespace CustomerIo.Resilience.Generators.Rules;

/// <summary>What the analyzers tell.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "CIO1001", "A typed event is not partial", "'{0}' is not partial, so nothing can be generated into it. Add 'partial'.");

    public static readonly DiagnosticDescriptor EmptyName = Error(
        "CIO1002", "An event has no name", "The event '{0}' has no name. Customer.io refuses a blank name; give it one.");

    public static readonly DiagnosticDescriptor NameTooLong = Error(
        "CIO1003",
        "An event's name is too long",
        "The name of the event '{0}' has {1} bytes of UTF-8; Customer.io allows 100. Shorten it; details go in the data.");

    public static readonly DiagnosticDescriptor NotSnakeCase = new(
        "CIO1004",
        "An event's name is not snake_case",
        "'{0}' is not snake_case; such as '{1}' is what most workspaces use",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpOf("CIO1004"));

    public static readonly DiagnosticDescriptor NameTwice = Error(
        "CIO1005",
        "Two events have the same name",
        "The event '{0}' is declared by '{1}' too. Customer.io would take them for one; rename one of them.",
        atEnd: true);

    public static readonly DiagnosticDescriptor ReservedData = Warning(
        "CIO1006",
        "A name is reserved in the data of events",
        "'{0}' in the data of an event overrides that part of a message which the event triggers. Rename it, or say so with a " +
        "suppression.");

    public static readonly DiagnosticDescriptor ReservedAttribute = Warning(
        "CIO1007", "An attribute's name is reserved", "The attribute '{0}' is reserved: {1}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CIO1008",
        "A member has a type without a JSON form",
        "The member '{0}' has the type '{1}', which has no JSON form here. Annotate that type with [CustomerIoData], write the " +
        "member with [CustomerIoJson], or leave it out with [CustomerIoIgnore].");

    public static readonly DiagnosticDescriptor DateTimeMember = Warning(
        "CIO1009",
        "A DateTime has no offset",
        "The member '{0}' is a DateTime. One of unspecified kind throws when it is sent; use DateTimeOffset.");

    public static readonly DiagnosticDescriptor WrongMemberName = Error(
        "CIO1010",
        "A member's name is empty or too long",
        "The name of the member '{0}' has {1} bytes of UTF-8; Customer.io allows 1 to 150");

    public static readonly DiagnosticDescriptor TooManyAttributes = Error(
        "CIO1011", "Too many attributes", "'{0}' has {1} attributes; Customer.io allows 300. Leave some out.");

    public static readonly DiagnosticDescriptor UntypedCall = new(
        "CIO1012",
        "There is a type for this event",
        "The event '{0}' has a type, '{1}'. With it, wrong names and shapes do not compile.",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpOf("CIO1012"));

    public static readonly DiagnosticDescriptor MemberNameTwice = Error(
        "CIO1013", "Two members have the same name", "'{0}' and '{1}' are both written as '{2}'. Rename one of them.");

    public static readonly DiagnosticDescriptor WrongAdditional = Error(
        "CIO1014", "Additional entries come from one dictionary", "[CustomerIoAdditional] does not fit '{0}': it {1}");

    public static readonly DiagnosticDescriptor WrongShape = Error(
        "CIO1015",
        "A typed event has a shape that cannot be generated for",
        "'{0}' is generic or in a generic type, static, a ref struct or local to a file. Use a plain record, class or struct.");

    public static readonly DiagnosticDescriptor TwoRoles = Error(
        "CIO1016",
        "A type is two things at once",
        "'{0}' has more than one of [CustomerIoEvent], [CustomerIoAttributes] and [CustomerIoData]. Keep one.");

    public static readonly DiagnosticDescriptor WrongContext = Error(
        "CIO1017",
        "A member is to be written by what is no JsonSerializerContext",
        "[CustomerIoJson] on '{0}' needs a class of yours that derives from JsonSerializerContext");

    public static readonly DiagnosticDescriptor UnreadablePlan = Error(
        "CIO1020", "The tracking plan cannot be read", "The tracking plan cannot be read: {0}", atEnd: true);

    public static readonly DiagnosticDescriptor EventNotPlanned = Warning(
        "CIO1021", "An event is missing from the tracking plan", "The event '{0}' is not in the tracking plan");

    public static readonly DiagnosticDescriptor EventNotDeclared = Warning(
        "CIO1022", "A planned event is missing", "The tracking plan has the event '{0}'; no type declares it", atEnd: true);

    public static readonly DiagnosticDescriptor MemberNotPlanned = Warning(
        "CIO1023", "A member is missing from the tracking plan", "The tracking plan has no member '{0}' of the event '{1}'");

    public static readonly DiagnosticDescriptor MemberNotDeclared = Warning(
        "CIO1024", "A planned member is missing", "The tracking plan has a member '{0}' of the event '{1}'; '{2}' does not");

    public static readonly DiagnosticDescriptor TypeNotPlanned = Warning(
        "CIO1025",
        "A member has another type than in the tracking plan",
        "The tracking plan has '{0}' for the member '{1}' of the event '{2}'; here it is '{3}'");

    private const string Category = "CustomerIo";

    private static DiagnosticDescriptor Error(string id, string title, string message, bool atEnd = false) =>
        Make(id, title, message, DiagnosticSeverity.Error, atEnd);

    private static DiagnosticDescriptor Warning(string id, string title, string message, bool atEnd = false) =>
        Make(id, title, message, DiagnosticSeverity.Warning, atEnd);

    private static DiagnosticDescriptor Make(
        string id, string title, string message, DiagnosticSeverity severity, bool atEnd) => new(
        id,
        title,
        message,
        Category,
        severity,
        isEnabledByDefault: true,
        helpLinkUri: HelpOf(id),
        customTags: atEnd ? [WellKnownDiagnosticTags.CompilationEnd] : []);

    private static string HelpOf(string id) => $"docs/diagnostics.md#{id.ToLowerInvariant()}";
}
