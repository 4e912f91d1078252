using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sources.Declaration;

/// <summary>
/// Where this server keeps what accounts have: <c>sources.yaml</c> in the state folder, which is written by hand and which
/// no operation edits, over what most servers have. Read anew at each use.
/// </summary>
internal static class SourceList
{
    public const string FileName = "sources.yaml";

    private const int MaxBytes = 1024 * 1024;

    private static readonly BackupItem[] s_items = [.. Enum.GetValues<BackupItem>().Where(item => item is not (BackupItem.Config or BackupItem.HomeDirectory or BackupItem.Files))];

    /// <summary>The items of a connector's accounts.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="connector">The connector's name.</param>
    /// <exception cref="StateException">The file can't be read, or others could have changed it.</exception>
    public static IEnumerable<ProvidedSource> Of(string folder, string connector)
    {
        string path = Path.Combine(folder, FileName);
        Dictionary<BackupItem, IReadOnlyList<IItemProvider>> items = SourceDefaults.Make();
        if (File.Exists(path))
        {
            Read(path, connector, items);
        }

        return items.Where(item => item.Value.Count > 0).OrderBy(item => item.Key).Select(item => new ProvidedSource(item.Key, item.Value));
    }

    private static void Read(string path, string connector, Dictionary<BackupItem, IReadOnlyList<IItemProvider>> items)
    {
        OwnFile.Require(path);
        List<StateFinding> findings = [];
        if (YamlReader.Read(new StateDocument(path, Path.GetDirectoryName(path)!, ReadText(path)), findings) is [YamlNode.Map map])
        {
            Document document = new(path, findings);
            document.ReadAll(map, connector, items);
        }
        else if (findings.Count == 0)
        {
            findings.Add(new StateFinding(path, 1, 1, "WrongKind", "The list of sources is one map with the fields \"defaults\" and \"connectors\"."));
        }

        if (findings.Count > 0)
        {
            throw new StateException("StateDamaged", $"The list of sources can't be read: {findings[0]}");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllText(path)
                : throw new StateException("StateDamaged", $"The list of sources \"{path}\" is too long.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The list of sources \"{path}\" can't be read: {e.Message}", e);
        }
    }

    private sealed class Document(string path, List<StateFinding> findings)
    {
        public void ReadAll(YamlNode.Map map, string connector, Dictionary<BackupItem, IReadOnlyList<IItemProvider>> items)
        {
            Dictionary<BackupItem, IReadOnlyList<IItemProvider>> own = [];
            foreach ((YamlNode.Scalar key, YamlNode value) in map.Entries)
            {
                switch (key.Text)
                {
                    case "defaults":
                        ReadItems(value, items);
                        break;
                    case "connectors":
                        ReadConnectors(value, connector, own);
                        break;
                    default:
                        Report(key, "UnknownField", $"There is no field \"{Names.Printable(key.Text)}\" here.");
                        break;
                }
            }

            foreach ((BackupItem item, IReadOnlyList<IItemProvider> providers) in own)
            {
                items[item] = providers;
            }
        }

        /// <summary>Those of other connectors are read too, so that what is wrong is found wherever it stands.</summary>
        private void ReadConnectors(YamlNode node, string connector, Dictionary<BackupItem, IReadOnlyList<IItemProvider>> own)
        {
            foreach ((YamlNode.Scalar key, YamlNode value) in EntriesOf(node, "connectors"))
            {
                ReadItems(value, string.Equals(key.Text, connector, StringComparison.OrdinalIgnoreCase) ? own : []);
            }
        }

        private void ReadItems(YamlNode node, Dictionary<BackupItem, IReadOnlyList<IItemProvider>> items)
        {
            foreach ((YamlNode.Scalar key, YamlNode value) in EntriesOf(node, "a connector"))
            {
                BackupItem[] named = [.. s_items.Where(item => item.ToString() == key.Text)];
                if (named is [BackupItem item])
                {
                    items[item] = [.. Providers(value, item)];
                }
                else
                {
                    Report(key, "UnknownField", $"\"{Names.Printable(key.Text)}\" is none of {string.Join(", ", s_items)}.");
                }
            }
        }

        private IEnumerable<IItemProvider> Providers(YamlNode node, BackupItem item)
        {
            if (node is not YamlNode.List list)
            {
                Report(node, "WrongKind", $"\"{item}\" is a list of sources.");
                yield break;
            }

            foreach (YamlNode entry in list.Items)
            {
                if (entry is not YamlNode.Map map)
                {
                    Report(entry, "WrongKind", $"An entry of \"{item}\" is a map of fields.");
                }
                else if (ProviderReader.Read(new MapReader(map, path, findings), item) is { } provider)
                {
                    yield return provider;
                }
            }
        }

        private IEnumerable<KeyValuePair<YamlNode.Scalar, YamlNode>> EntriesOf(YamlNode node, string what)
        {
            if (node is YamlNode.Map map)
            {
                return map.Entries;
            }

            Report(node, "WrongKind", $"\"{what}\" is a map.");
            return [];
        }

        private void Report(YamlNode node, string id, string message) => findings.Add(new StateFinding(path, node.Line, node.Column, id, message));
    }
}
