using System.Globalization;
using CustomerIo.Resilience.Torture;
using CustomerIo.Resilience.Torture.Mixed;
using CustomerIo.Resilience.Torture.Mixed.Producing;
using CustomerIo.Resilience.Torture.Mixed.Running;
using CustomerIo.Resilience.Torture.Producing;
using CustomerIo.Resilience.Torture.Running;

const int Failed = 1;
const int WrongArguments = 2;

try
{
    // The roles of the processes that get killed or have few threads; the rest is the process that kills.
    switch (args)
    {
        case [Producer.Role, .. var rest]:
            return await Producer.RunAsync(ProducerArguments.Parse(rest));
        case [Holder.Role, .. var rest]:
            return await Holder.RunAsync(ProducerArguments.Parse(rest));
        case [MixedProducer.Role, .. var rest]:
            return await MixedProducer.RunAsync(MixedArguments.Parse(rest));
        case [Crowd.Role, .. var rest]:
            return await Crowd.RunAsync(ProducerArguments.Parse(rest));
        case [Replayer.Role, var killAt, .. var rest]:
            return await Replayer.RunAsync(int.Parse(killAt, CultureInfo.InvariantCulture), ProducerArguments.Parse(rest));
        case [OtherOwner.Role, var path, .. var statements]:
            return await OtherOwner.RunAsync(path, statements);
    }

    if (args is [MixedOptions.Verb, .. var words])
    {
        MixedOptions options = MixedOptions.Parse(words);
        if (options.IsHelp)
        {
            Console.WriteLine(MixedOptions.Usage);
            return 0;
        }

        return await MixedRuns.RunAsync(options);
    }

    Arguments arguments = Arguments.Parse(args);
    if (arguments.IsHelp)
    {
        Console.WriteLine(Arguments.Usage);
        return 0;
    }

    return await TortureRun.RunAsync(arguments);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(args is [MixedOptions.Verb, ..] ? MixedOptions.Usage : Arguments.Usage);
    return WrongArguments;
}
catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or IOException)
{
    // A producer that ended by itself, or got stuck: nothing can be counted then.
    Console.Error.WriteLine(exception);
    return Failed;
}
