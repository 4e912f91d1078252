using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;

namespace BackupAccess.Engine.Commands;

/// <summary>
/// The commands that the engine may run: <c>commands.yaml</c> in the state folder, which is written by hand and which no
/// operation edits. Read anew at each use.
/// </summary>
internal static class CommandList
{
    public const string FileName = "commands.yaml";

    private const int MaxBytes = 1024 * 1024;
    private const int DefaultSeconds = 10;
    private const int MostSeconds = 25;

    // Nobody waits for a dump while the database is held.
    private const int DefaultSecondsOfData = 3_600;
    private const int MostSecondsOfData = 86_400;

    /// <summary>The entry of that name.</summary>
    /// <exception cref="StateException">There is none, it is for another purpose, the list can't be read, or others could have changed it.</exception>
    public static AllowedCommand Require(string folder, string name, CommandPurpose purpose)
    {
        string path = Path.Combine(folder, FileName);
        AllowedCommand command = !File.Exists(path)
            ? throw new StateException("CommandNotAllowed", $"There is no list of commands \"{path}\" that holds \"{name}\".")
            : Read(path).FirstOrDefault(command => command.Name == name)
            ?? throw new StateException("CommandNotAllowed", $"The list of commands \"{path}\" holds no \"{name}\".");
        return command.Purpose == purpose
            ? command
            : throw new StateException("WrongCommandPurpose", $"The command \"{name}\" is there for the purpose {command.Purpose}, not for {purpose}.");
    }

    /// <summary>The names of the entries for a purpose.</summary>
    /// <exception cref="StateException">The list can't be read, or others could have changed it.</exception>
    public static IReadOnlyList<string> NamesFor(string folder, CommandPurpose purpose) => [.. For(folder, purpose).Select(command => command.Name)];

    /// <summary>The entries for a purpose.</summary>
    /// <exception cref="StateException">The list can't be read, or others could have changed it.</exception>
    public static IReadOnlyList<AllowedCommand> For(string folder, CommandPurpose purpose)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? [.. Read(path).Where(command => command.Purpose == purpose)] : [];
    }

    private static List<AllowedCommand> Read(string path)
    {
        OwnFile.Require(path);
        List<StateFinding> findings = [];
        List<AllowedCommand> commands = [.. ReadDocument(path, findings)];
        return findings.Count == 0 ? commands : throw new StateException("StateDamaged", $"The list of commands can't be read: {findings[0]}");
    }

    private static IEnumerable<AllowedCommand> ReadDocument(string path, List<StateFinding> findings)
    {
        if (YamlReader.Read(new StateDocument(path, Path.GetDirectoryName(path)!, ReadText(path)), findings) is not [YamlNode.Map map])
        {
            if (findings.Count == 0)
            {
                findings.Add(new StateFinding(path, 1, 1, "WrongKind", "The list of commands is one map with the field \"commands\"."));
            }

            return [];
        }

        MapReader reader = new(map, path, findings);
        HashSet<string> names = new(StringComparer.Ordinal);
        AllowedCommand[] commands = [.. reader.Maps("commands").Select(entry => ReadEntry(entry, names))];
        reader.Finish();
        return commands;
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllText(path)
                : throw new StateException("StateDamaged", $"The list of commands \"{path}\" is too long.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The list of commands \"{path}\" can't be read: {e.Message}", e);
        }
    }

    private static AllowedCommand ReadEntry(MapReader entry, HashSet<string> names)
    {
        string name = entry.RequireText("name");
        if (name.Length > 0 && !names.Add(name))
        {
            entry.Report("DuplicateName", $"There is a command \"{Names.Printable(name)}\" above.");
        }

        string program = entry.RequireText("path");
        CommandPurpose purpose = entry.RequireChoice<CommandPurpose>("purpose");
        (int usual, int most) = SecondsOf(purpose);
        int seconds = entry.Integer("timeout").Value ?? usual;
        if (program.Length > 0 && !Path.IsPathFullyQualified(program))
        {
            entry.Report("InvalidValue", "\"path\" is an absolute path.");
        }

        if (seconds < 1 || seconds > most)
        {
            entry.Report("InvalidValue", $"\"timeout\" is a number of seconds from 1 to {most}.");
        }

        AllowedCommand command = new(
            name, purpose, program, entry.TextList("arguments") ?? [], ReadEnvironment(entry), TimeSpan.FromSeconds(seconds))
        {
            Plugin = purpose == CommandPurpose.Plugin ? PluginTermsReader.Read(entry, program, seconds) : null,
        };
        entry.Finish();
        return command;
    }

    private static (int Usual, int Most) SecondsOf(CommandPurpose purpose) => purpose switch
    {
        CommandPurpose.Dump or CommandPurpose.Restore or CommandPurpose.List => (DefaultSecondsOfData, MostSecondsOfData),
        CommandPurpose.Plugin => (PluginTermsReader.DefaultSeconds, PluginTermsReader.MostSeconds),
        _ => (DefaultSeconds, MostSeconds),
    };

    private static Dictionary<string, string> ReadEnvironment(MapReader entry)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (string variable in entry.TextList("environment") ?? [])
        {
            int equals = variable.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                entry.Report("InvalidValue", "\"environment\" is a list of NAME=VALUE.");
                continue;
            }

            environment[variable[..equals]] = variable[(equals + 1)..];
        }

        return environment;
    }
}
