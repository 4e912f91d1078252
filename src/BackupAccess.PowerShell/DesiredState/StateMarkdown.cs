using System.Text;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>Writes a plan as Markdown, for a pull request. Names are data there: none is a link, a mention or HTML.</summary>
internal static class StateMarkdown
{
    private const string Special = "\\`*_{}[]()<>#+-!|@~&:";

    public static string Of(IReadOnlyList<StateChange> changes)
    {
        if (changes.Count == 0)
        {
            return "The state is as declared.\n";
        }

        StringBuilder text = new();
        text.Append("**").Append(changes.Count).Append(changes.Count == 1 ? " change" : " changes");
        foreach (IGrouping<StateSeverity, StateChange> same in changes.GroupBy(change => change.Severity).Where(same => same.Key > StateSeverity.Information).OrderByDescending(same => same.Key))
        {
            text.Append(", ").Append(same.Count()).Append(' ').Append(same.Key.ToString().ToLowerInvariant());
        }

        text.Append("**\n\n| Severity | Action | Object | Fields |\n| --- | --- | --- | --- |\n");
        foreach (StateChange change in changes.OrderByDescending(change => change.Severity))
        {
            string[] fields = [.. change.Fields.Select(field => Escaped($"{field}")), .. change.Consequence is { } consequence ? [$"*{Escaped(consequence)}*"] : Array.Empty<string>()];
            text.Append("| ").AppendJoin(" | ", $"{change.Severity}", $"{change.Action}", Escaped($"{change.Kind} {change.Name}"), string.Join("<br>", fields)).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Escaped(string text) =>
        string.Concat(text.Select(c => Special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : char.IsControl(c) ? " " : c.ToString()));
}
