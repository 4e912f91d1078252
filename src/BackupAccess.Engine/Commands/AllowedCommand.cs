using BackupAccess.Engine.Plugins;

namespace BackupAccess.Engine.Commands;

/// <summary>An entry of the list of commands: a program with all of its arguments, which nobody adds to.</summary>
/// <param name="Name">What settings call it by.</param>
/// <param name="Purpose">What it may be run for.</param>
/// <param name="Path">The program, absolute.</param>
/// <param name="Arguments">As the program gets them: there is no shell in between.</param>
/// <param name="Environment">The variables it gets beside PATH and LANG.</param>
/// <param name="Timeout">How long it may take.</param>
internal sealed record AllowedCommand(
    string Name, CommandPurpose Purpose, string Path, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, TimeSpan Timeout)
{
    /// <summary>What is said of a plug-in besides; null of any other command.</summary>
    public PluginTerms? Plugin { get; init; }
}
