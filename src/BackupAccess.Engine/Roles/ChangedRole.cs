using System.Diagnostics.CodeAnalysis;

namespace BackupAccess.Engine.Roles;

/// <summary>A role after a change of it, and what that did to the connector grants of those who hold it.</summary>
public sealed record ChangedRole : Role
{
    [SetsRequiredMembers]
    internal ChangedRole(Role role)
        : base(role)
    {
    }

    /// <summary>Remembered grants that are in effect again.</summary>
    public HeldGrants GrantsRestored { get; init; } = HeldGrants.None;

    /// <summary>Grants that are no longer in effect; they are remembered.</summary>
    public HeldGrants GrantsCeased { get; init; } = HeldGrants.None;

    /// <summary>Grants that were dropped, as asked.</summary>
    public HeldGrants GrantsDropped { get; init; } = HeldGrants.None;

    public override string ToString() => Name;
}
