using CustomerIo.Resilience.Samples.Tests.Support;

namespace CustomerIo.Resilience.Samples.Tests.Setup;

public sealed class ChromiumTests
{
    [Fact]
    public void Whoever_has_none_is_told_why_and_what_to_type()
    {
        string missing = Chromium.Without("only root may install it").Missing.ShouldNotBeNull();

        missing.ShouldContain("only root may install it");
        missing.ShouldContain("apt-get update && apt-get install --yes --no-install-recommends chromium");
    }
}
