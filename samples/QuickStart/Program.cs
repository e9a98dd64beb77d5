using System.Text;
using CustomerIo.Resilience.QuickStart;
using CustomerIo.Resilience.QuickStart.Killing;
using CustomerIo.Resilience.QuickStart.Operations;
using Microsoft.Extensions.Options;

const int WrongArguments = 2;
const int Interrupted = 130;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    Arguments arguments = Arguments.Parse(args);
    if (arguments.IsHelp)
    {
        Console.WriteLine(Arguments.Usage);
        return 0;
    }

    if (arguments.Generate is { } count)
    {
        foreach (string line in new OperationGenerator(arguments.Seed).Lines(count))
        {
            // A file for every system: the line end is part of the format.
            Console.Write(line + '\n');
        }

        return 0;
    }

    OperationFile file = OperationFile.Read(arguments.File);
    foreach (UnreadableLine problem in arguments.ChildStore is null ? file.Problems : [])
    {
        Console.Error.WriteLine($"{arguments.File}, line {problem.Line} is left out: {problem.Reason}");
    }

    if (file is { Operations.Count: 0, Problems.Count: > 0 })
    {
        throw new FormatException($"No line of '{arguments.File}' is an operation. Is it the right file?");
    }

    return arguments switch
    {
        { IsLive: true } => await LiveRun.RunAsync(arguments, file),
        { ChildStore: not null } => await ChildRun.RunAsync(arguments, file),
        { IsKill: true } => await new KillRun(arguments, file).RunAsync(),
        _ => await SimulatedRun.RunAsync(arguments, file),
    };
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message} --help shows what is allowed.");
    return WrongArguments;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return WrongArguments;
}
catch (OptionsValidationException exception)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, exception.Failures));
    return WrongArguments;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped before the end.");
    return Interrupted;
}
