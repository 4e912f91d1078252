using System.Globalization;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>The item Config as it lies in a backup: one YAML file of what the system has of an account, and of its settings here.</summary>
internal static class ConfigDocument
{
    public const string FileName = "account.yaml";

    private const int Version = 1;

    public static byte[] Write(AccountConfig config, AccountRow account)
    {
        StringBuilder text = new();
        Line(text, "version", Version.ToString(CultureInfo.InvariantCulture));
        Line(text, "name", Quote(config.Name));
        Line(text, "uid", config.Uid.ToString(CultureInfo.InvariantCulture));
        Line(text, "gid", config.Gid.ToString(CultureInfo.InvariantCulture));
        Line(text, "group", Quote(config.Group));
        Line(text, "comment", Quote(config.Comment));
        Line(text, "home", Quote(config.Home));
        Line(text, "shell", Quote(config.Shell));
        Line(text, "groups", config.Groups.Count == 0 ? "[]" : "");
        foreach (AccountGroup group in config.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - name: {Quote(group.Name)}\n    gid: {group.Gid}\n");
        }

        Line(text, "passwordHash", Quote(config.PasswordHash));
        Line(text, "passwordAging", Quote(config.Aging));
        Line(text, "subUids", List(config.SubUids.Select(range => range.ToString())));
        Line(text, "subGids", List(config.SubGids.Select(range => range.ToString())));
        WriteSettings(text, account);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <exception cref="ItemFailedException">It isn't such a document, or is a newer engine's.</exception>
    public static AccountConfig Read(byte[] content)
    {
        List<StateFinding> findings = [];
        string text = Encoding.UTF8.GetString(content);
        if (YamlReader.Read(new StateDocument(FileName, "/", text), findings) is [YamlNode.Map map])
        {
            MapReader reader = new(map, FileName, findings);
            AccountConfig config = Read(reader);
            if (reader.Integer("version").Value != Version)
            {
                reader.Report("WrongVersion", $"\"version\" is {Version}.");
            }

            if (findings.Count == 0)
            {
                return config;
            }
        }

        throw new ItemFailedException(findings.Count > 0 ? findings[0].ToString() : $"\"{FileName}\" in the backup isn't one map.");
    }

    private static AccountConfig Read(MapReader reader) => new()
    {
        Name = reader.RequireText("name"),
        Uid = reader.Integer("uid").Value ?? -1,
        Gid = reader.Integer("gid").Value ?? -1,
        Group = reader.Text("group").Value,
        Comment = reader.RequireText("comment"),
        Home = reader.RequireText("home"),
        Shell = reader.RequireText("shell"),
        Groups = [.. reader.Maps("groups").Select(group => new AccountGroup(group.RequireText("name"), group.Integer("gid").Value ?? -1))],
        PasswordHash = reader.Text("passwordHash").Value,
        Aging = reader.Text("passwordAging").Value,
        SubUids = Ranges(reader, "subUids"),
        SubGids = Ranges(reader, "subGids"),
    };

    private static IReadOnlyList<SubordinateRange> Ranges(MapReader reader, string field)
    {
        List<SubordinateRange> ranges = [];
        foreach (string text in reader.TextList(field) ?? [])
        {
            if (SubordinateRange.TryParse(text, out SubordinateRange range))
            {
                ranges.Add(range);
            }
            else
            {
                reader.Report("InvalidValue", $"\"{field}\" is a list of FIRST:COUNT.");
            }
        }

        return ranges;
    }

    private static void WriteSettings(StringBuilder text, AccountRow account)
    {
        Line(text, "type", Quote(account.Type));
        Line(text, "owner", Quote(account.Owner));
        Line(text, "email", Quote(account.Email));
        Line(text, "maxOnDemand", account.MaxOnDemand?.ToString(CultureInfo.InvariantCulture) ?? "null");
        Line(text, "priorityGroup", Quote(account.PriorityGroup));
        Line(text, "domains", List(JsonText.ToList(account.Domains)));
        Line(text, "excludes", List(JsonText.ToList(account.Excludes)));
        Line(text, "tags", List(account.Tags?.Split(',') ?? []));
    }

    private static void Line(StringBuilder text, string field, string value) =>
        text.Append(field).Append(value.Length == 0 ? ":" : ": ").Append(value).Append('\n');

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    private static string Quote(string? value)
    {
        if (value is null)
        {
            return "null";
        }

        StringBuilder quoted = new("\"");
        foreach (char c in value)
        {
            quoted.Append(c switch
            {
                '"' or '\\' => $"\\{c}",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
