using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// Tells the parent what became of each call: one line, one write, nothing in between. What was written before a kill
/// is in the pipe; the mark at the end of a line tells a whole line from one that a kill cut off.
/// </summary>
internal sealed class Receipts(Stream output)
{
    public const char EndMark = ';';
    public const string Idle = "idle";
    public const string Done = "done";

    private readonly Lock _gate = new();

    public void Write(int person, int number, DeliveryResult result)
    {
        string what = result.IsAccepted ? result.Status.ToString() : result.Reason.ToString();
        Write(string.Create(CultureInfo.InvariantCulture, $"{person} {number} {what}"));
    }

    public void Write(string line)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(line + EndMark + '\n');
        lock (_gate)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}
