using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Reads a configuration's YAML; what is wrong is told with line and column, all of it at once.</summary>
internal sealed class ConfigurationReader
{
    private static readonly ConfigurationValues s_nothing = new(null, null, null, null, default, null, default, null);

    private readonly MapReader _map;
    private readonly string _source;
    private readonly List<StateFinding> _findings;

    private ConfigurationReader(YamlNode.Map map, string source, List<StateFinding> findings) =>
        (_map, _source, _findings) = (new MapReader(map, source, findings), source, findings);

    /// <param name="source">What the text is called in findings.</param>
    /// <param name="text">The YAML. An empty one says nothing.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <returns>What it says, as far as it is right.</returns>
    public static ConfigurationValues Read(string source, string text, List<StateFinding> findings)
    {
        IReadOnlyList<YamlNode> documents = YamlReader.Read(new StateDocument(source, "/", text), findings);
        if (documents is [YamlNode.Map map])
        {
            return new ConfigurationReader(map, source, findings).Read();
        }

        if (documents is [var first, ..] and not [YamlNode.Scalar { Quoted: false, Text: "" }])
        {
            findings.Add(new StateFinding(source, first.Line, first.Column, "WrongKind", "A configuration is one map of fields."));
        }

        return s_nothing;
    }

    /// <summary>Reads what was read without a finding when it was saved.</summary>
    public static ConfigurationValues ReadSaved(ConfigurationRow saved) => Read(saved.Path, saved.Text, []);

    /// <exception cref="InvalidStateException">Anything is wrong.</exception>
    public static void Require(List<StateFinding> findings)
    {
        if (findings.Count > 0)
        {
            throw new InvalidStateException([.. findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)]);
        }
    }

    private ConfigurationValues Read()
    {
        ConfigurationValues values = new(
            Name("connector", "connector").Value,
            _map.Map("accounts") is { } accounts ? ReadAccounts(accounts) : null,
            ReadItems(),
            ReadExcludes(),
            Name("policy", "policy"),
            NameList("schedules", "schedule"),
            Name("plugin", "plug-in"),
            _map.Map("repository") is { } repository ? ReadRepository(repository) : null);
        _map.Finish();
        return values;
    }

    private Field<string> Name(string field, string kind)
    {
        Field<string> name = _map.Text(field);
        if (name.Value is { } given)
        {
            Check(_map.PositionOf(field), () => Names.RequireValid(kind, given));
        }

        return name;
    }

    private IReadOnlyList<string>? NameList(string field, string kind)
    {
        IReadOnlyList<string>? names = _map.TextList(field);
        CheckEach(_map, field, names, name => Names.RequireValid(kind, name));
        return names;
    }

    private AccountSelection ReadAccounts(MapReader accounts)
    {
        AccountSelection selection = new(Patterns(accounts, "names"), Patterns(accounts, "tags"), Patterns(accounts, "owners"));
        accounts.Finish();
        return selection;
    }

    private IReadOnlyList<string>? Patterns(MapReader map, string field)
    {
        IReadOnlyList<string>? patterns = map.TextList(field);
        CheckEach(map, field, patterns, pattern =>
        {
            if (pattern.Length is 0 or > 256 || !Names.IsPrintable(pattern))
            {
                throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(pattern)}\" is neither a name nor a pattern of names.");
            }
        });
        return patterns;
    }

    private IReadOnlyList<BackupItem>? ReadItems()
    {
        IReadOnlyList<string>? items = _map.TextList("items");
        string[] known = [.. Enum.GetNames<BackupItem>().Where(item => item != nameof(BackupItem.Files))];
        CheckEach(_map, "items", items, item =>
        {
            if (!known.Contains(item, StringComparer.OrdinalIgnoreCase))
            {
                string nearest = NearestName.Of(item, known) is { } name ? $" Is \"{name}\" meant?" : "";
                throw new InvalidRequestException("InvalidValue", $"An account has no item \"{Names.Printable(item)}\".{nearest}");
            }
        });
        return items is null ? null : [.. items.Where(item => known.Contains(item, StringComparer.OrdinalIgnoreCase)).Select(item => Enum.Parse<BackupItem>(item, ignoreCase: true)).Distinct()];
    }

    private IReadOnlyList<string>? ReadExcludes()
    {
        IReadOnlyList<string>? excludes = _map.TextList("excludes");
        CheckEach(_map, "excludes", excludes, exclude => AccountRules.RequireValidExcludes([exclude]));
        if (excludes is not null)
        {
            Check(_map.PositionOf("excludes"), () => AccountRules.RequireValidExcludes(excludes), onlyIfClean: true);
        }

        return excludes;
    }

    private static RepositoryOptions ReadRepository(MapReader repository)
    {
        RepositoryOptions options = new(
            repository.Boolean("prune") ?? false, repository.Boolean("reread") ?? false, repository.Boolean("oneFileSystem") ?? false);
        repository.Finish();
        return options;
    }

    private void CheckEach(MapReader map, string field, IReadOnlyList<string>? entries, Action<string> require)
    {
        IReadOnlyList<Position> positions = map.EntriesOf(field);
        for (int i = 0; entries is not null && i < entries.Count; i++)
        {
            string entry = entries[i];
            Check(positions[i], () => require(entry));
        }
    }

    private void Check(Position at, Action require, bool onlyIfClean = false)
    {
        if (onlyIfClean && _findings.Count > 0)
        {
            return;
        }

        try
        {
            require();
        }
        catch (InvalidRequestException e)
        {
            _findings.Add(new StateFinding(_source, at.Line, at.Column, e.ErrorId, e.Message));
        }
    }
}
