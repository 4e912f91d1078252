namespace BackupAccess.Engine.Users;

/// <summary>A role that a user holds.</summary>
/// <param name="Until">When the assignment ends; null for never.</param>
public sealed record UserRole(string Name, DateTimeOffset? Until)
{
    public override string ToString() => Name;
}
