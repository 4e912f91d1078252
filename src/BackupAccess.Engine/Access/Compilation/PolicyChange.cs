namespace BackupAccess.Engine.Access.Compilation;

/// <summary>What one version of the policy changed.</summary>
/// <param name="UserId">Whose policy; null for anybody's.</param>
/// <param name="Definitions">Only what roles and permissions mean, not who holds what.</param>
internal sealed record PolicyChange(string? UserId, long Definitions)
{
    public bool ChangesDefinitions => Definitions != 0;

    /// <summary>Whether a user's policy may be another now.</summary>
    public bool Concerns(Guid user) => UserId is null || Guid.Parse(UserId) == user;
}
