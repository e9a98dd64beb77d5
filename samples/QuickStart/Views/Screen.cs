using Spectre.Console;

namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>Where things are shown.</summary>
internal static class Screen
{
    /// <summary>Whether the output can be drawn on; a file or a pipe cannot.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    public static IView View(string title) =>
        IsTerminal ? new LiveView(AnsiConsole.Console, title) : new PlainView(Console.Out);

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
