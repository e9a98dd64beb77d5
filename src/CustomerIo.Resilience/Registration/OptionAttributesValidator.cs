using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Registration;

/// <summary>Checks each option by its attributes; the code is generated.</summary>
[OptionsValidator]
internal sealed partial class OptionAttributesValidator : IValidateOptions<CustomerIoOptions>;
