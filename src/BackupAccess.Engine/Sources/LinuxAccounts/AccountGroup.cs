namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>A group of this server.</summary>
internal sealed record AccountGroup(string Name, long Gid)
{
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Whether it is one of the system's, which give rights that no restore gives.</summary>
    public bool IsSystem => Gid < AccountFiles.FirstId;
}
