namespace BackupAccess.Engine.Access;

/// <summary>The connectors granted to a user, by number, with the end of each grant in microseconds since 1970.</summary>
internal sealed class ConnectorGrants(IReadOnlyDictionary<int, long> untilByConnector)
{
    private readonly Dictionary<int, long> _until = new(untilByConnector);

    public static ConnectorGrants None { get; } = new(new Dictionary<int, long>());

    public IReadOnlyDictionary<int, long> UntilByConnector => _until;

    /// <summary>When the grant ends: <see cref="long.MaxValue"/> for never, zero where there is none.</summary>
    public long UntilOf(int connector) => _until.GetValueOrDefault(connector);
}
