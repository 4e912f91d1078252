using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Policies as they would be, for asking the deciding function about them; nothing is changed.</summary>
internal static class WhatIf
{
    public static AccessPolicy Enabled(AccessPolicy policy) => With(policy, enabled: true);

    /// <summary>Without the user's own end.</summary>
    public static AccessPolicy Prolonged(AccessPolicy policy) => With(policy, until: long.MaxValue);

    /// <summary>With a role held for good, in place of the same role held otherwise.</summary>
    public static AccessPolicy WithRole(AccessPolicy policy, CompiledRole role) => With(
        policy,
        roles: [policy.Roles[0], .. policy.Roles[1..].ToArray()
            .Where(held => held.Role != role.Name)
            .Concat(role.Stages.Select(stage => stage.HeldUntil(long.MaxValue)))
            .OrderBy(held => held.Role, StringComparer.Ordinal)]);

    /// <summary>With a connector granted for good.</summary>
    public static AccessPolicy WithGrant(AccessPolicy policy, int connector) => With(policy, connectors: policy.Connectors.With(connector, long.MaxValue));

    /// <summary>With a profile assigned for good.</summary>
    public static AccessPolicy WithProfile(AccessPolicy policy, int profile) => With(policy, profiles: policy.Profiles.With(profile, long.MaxValue));

    private static AccessPolicy With(
        AccessPolicy policy, bool? enabled = null, long? until = null, RoleHolding[]? roles = null, GrantSet? connectors = null, GrantSet? profiles = null) => new(
        policy.UserId,
        policy.Name,
        enabled ?? policy.Enabled,
        until ?? policy.Until,
        roles ?? policy.Roles.ToArray(),
        connectors ?? policy.Connectors,
        profiles ?? policy.Profiles);
}
