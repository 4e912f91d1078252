using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Roles;

/// <summary>A named set of permissions with a reach.</summary>
public record Role
{
    public required string Name { get; init; }

    public required bool BuiltIn { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public required ConnectorReach Connectors { get; init; }

    public required ProfileReach Profiles { get; init; }

    public required AccountReach Accounts { get; init; }

    public override string ToString() => Name;
}
