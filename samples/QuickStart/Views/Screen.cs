using Spectre.Console;

namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>Where things are shown.</summary>
internal static class Screen
{
    /// <summary>Whether the output can be drawn on; a file or a pipe cannot.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>Shows a delivery until it ends, and gives what came of it.</summary>
    public static async Task<T> ShowAsync<T>(string title, DeliveryMonitor monitor, Task<T> work)
    {
        IView view = IsTerminal ? new LiveView(AnsiConsole.Console, title) : new PlainView(Console.Out);
        await view.ShowAsync(monitor, work);
        if (work.IsCanceled)
        {
            await Console.Error.WriteLineAsync("Stopping: the library takes some seconds more to deliver what waits.");
        }

        return await work;
    }

    /// <summary>Writes a table, without colours where they would only be escape codes.</summary>
    public static void Write(Table table)
    {
        if (IsTerminal)
        {
            AnsiConsole.Write(table);
            return;
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors })
            .Write(table);
    }
}
