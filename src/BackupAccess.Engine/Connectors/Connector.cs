namespace BackupAccess.Engine.Connectors;

/// <summary>
/// Where backup data comes from. Of a connector that the caller has a granted reach for but no grant on, only the name
/// is told: <see cref="Restricted"/> is true and the rest is null.
/// </summary>
public sealed record Connector
{
    public required Guid? Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The caller may know the name and nothing else.</summary>
    public required bool Restricted { get; init; }

    public ConnectorKind? Kind { get; init; }

    /// <summary>The folder whose sub-folders are accounts; null for kind Linux.</summary>
    public string? Path { get; init; }

    public string? Storage { get; init; }

    /// <summary>Open to every user with a granted reach until its access is first restricted.</summary>
    public bool? Legacy { get; init; }

    /// <summary>Live accounts found by the last discovery.</summary>
    public int? Accounts { get; init; }

    /// <summary>The storage controller that has the volume; null for another kind than Ontap.</summary>
    public string? Controller { get; init; }

    /// <summary>The volume's UUID, or <c>svm:volume</c>; null for another kind than Ontap.</summary>
    public string? Volume { get; init; }

    /// <summary>How many of the snapshots made for its backups stay; null for another kind than Ontap.</summary>
    public int? KeepSnapshots { get; init; }

    public DateTimeOffset? LastSynchronized { get; init; }

    public DateTimeOffset? Created { get; init; }

    public override string ToString() => Name;
}
