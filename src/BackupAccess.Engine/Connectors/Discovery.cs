namespace BackupAccess.Engine.Connectors;

/// <summary>The accounts that a look at one connector's file system found, by name, and where it looked.</summary>
internal sealed record Discovery(string ConnectorId, string? Path, IReadOnlyList<DiscoveredAccount> Accounts)
{
    public static Discovery Of(ConnectorRow connector)
    {
        IAccountSource source = connector.ConnectorKind == ConnectorKind.Linux ? new LinuxAccounts() : new FolderAccounts(connector.Path!);
        return new Discovery(connector.Id, connector.Path, [.. source.Discover().OrderBy(found => found.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Whether it was the same connector, at the path that it has now.</summary>
    public bool IsOf(ConnectorRow connector) => connector.Id == ConnectorId && connector.Path == Path;
}
