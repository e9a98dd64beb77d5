using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>What a producer of a mixed run tells its parent, a line each.</summary>
internal sealed class Statements(Receipts output)
{
    public void Before(Step step) =>
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{Words.Before} {step.Id} {DateTime.UtcNow.Ticks}"));

    public void After(Step step, DeliveryResult result)
    {
        string what = result.IsAccepted ? result.Status.ToString() : result.Reason.ToString();
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{Words.After} {step.Id} {what} {DateTime.UtcNow.Ticks}"));
    }

    public void Say(string word) => output.Write(word);

    public void Say(string word, string what) => output.Write($"{word} {what}");
}
