namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

public enum Plan
{
    Free,
    ProPlus,

    [CustomerIoName("enterprise!")]
    Enterprise,
}
