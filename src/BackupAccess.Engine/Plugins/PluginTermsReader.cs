using System.Globalization;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Plugins;

/// <summary>Reads what the entry of a plug-in says beyond that of any command.</summary>
internal static class PluginTermsReader
{
    public const int MostSeconds = 3_600;
    public const int DefaultSeconds = 60;

    private const string PowerShellScript = ".ps1";

    /// <param name="entry">The entry.</param>
    /// <param name="path">The plug-in.</param>
    /// <param name="seconds">How long its operations may take that say nothing themselves.</param>
    public static PluginTerms Read(MapReader entry, string path, int seconds)
    {
        string? interpreter = entry.Text("interpreter").Value;
        if (interpreter is not null && !Path.IsPathFullyQualified(interpreter))
        {
            entry.Report("InvalidValue", "\"interpreter\" is an absolute path.");
        }

        if (interpreter is null && path.EndsWith(PowerShellScript, StringComparison.OrdinalIgnoreCase))
        {
            entry.Report("MissingField", "A PowerShell script has an \"interpreter\".");
        }

        PluginTerm[] operations = [.. entry.Maps("operations").Select(term => ReadTerm(term, seconds))];
        Check(entry, operations);
        return new PluginTerms(interpreter, entry.Text("user").Value, operations);
    }

    private static PluginTerm ReadTerm(MapReader term, int defaultSeconds)
    {
        string name = term.RequireText("name");
        int seconds = term.Integer("timeout").Value ?? defaultSeconds;
        string? undo = term.Text("undo").Value;
        if (name.Length > 0 && !PluginOperations.IsKnown(name))
        {
            term.Report("InvalidValue", $"There is no operation \"{Names.Printable(name)}\" of plug-ins.");
        }

        if (seconds is < 1 or > MostSeconds)
        {
            term.Report("InvalidValue", string.Create(CultureInfo.InvariantCulture, $"\"timeout\" is a number of seconds from 1 to {MostSeconds}."));
        }

        if (undo is not null && !PluginOperations.IsCustom(name))
        {
            term.Report("InvalidValue", $"What undoes \"{Names.Printable(name)}\" isn't declared.");
        }

        term.Finish();
        return new PluginTerm(name, TimeSpan.FromSeconds(seconds), undo);
    }

    /// <summary>What begins something and could not end it would be left as it is.</summary>
    private static void Check(MapReader entry, PluginTerm[] operations)
    {
        string[] names = [.. operations.Select(term => term.Name)];
        if (names.Length == 0)
        {
            entry.Report("MissingField", "\"operations\" names at least one operation.");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => group.Skip(1).Any())?.Key is { } twice)
        {
            entry.Report("DuplicateName", $"There is an operation \"{Names.Printable(twice)}\" above.");
        }

        if (names.Contains(PluginOperations.Quiesce) && !names.Contains(PluginOperations.Unquiesce))
        {
            entry.Report("MissingField", $"What has \"{PluginOperations.Quiesce}\" has \"{PluginOperations.Unquiesce}\".");
        }

        if (operations.FirstOrDefault(term => term.Undo is { } undo && (!PluginOperations.IsCustom(undo) || !names.Contains(undo)))?.Undo is { } unknown)
        {
            entry.Report("UnknownReference", $"\"{Names.Printable(unknown)}\" is no custom operation of this entry.");
        }
    }
}
