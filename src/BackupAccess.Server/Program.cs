using System.CommandLine;
using BackupAccess.Server.CommandLine;
using Spectre.Console;

const int FileWidth = 200;
if (Console.IsOutputRedirected)
{
    // A file or a pipe takes no colours and is as wide as it needs to be.
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    AnsiConsole.Profile.Width = FileWidth;
}

RootCommand root = new("Takes, keeps and restores backups, and decides for every single act who may do it.")
{
    QuickstartCommand.Create(),
    InitializeCommand.Create(),
    InvokeCommand.Create(),
    WorkCommand.Create(),
    OperationsCommand.Create(),
    ServeCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
