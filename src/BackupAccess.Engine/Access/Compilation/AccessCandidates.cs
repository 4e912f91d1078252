using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>What may be proposed to somebody who asks: only what that asker may know of.</summary>
/// <param name="Roles">The roles that could be assigned.</param>
/// <param name="Declared">Those of them that could be given another permission.</param>
/// <param name="Permissions">The permissions that hold the operation, with the operations of each.</param>
/// <param name="Ownable">The target is an account; where it has no owner, a user could be made that.</param>
internal sealed record AccessCandidates(
    IReadOnlyList<CompiledRole> Roles,
    IReadOnlySet<string> Declared,
    IReadOnlyList<CompiledRole> Permissions,
    bool Ownable)
{
    /// <param name="context">The asker's passage.</param>
    /// <param name="operation">The operation asked about.</param>
    /// <param name="ownable">The target is an account.</param>
    public static AccessCandidates For(OperationContext context, Handler operation, bool ownable)
    {
        // Who may list roles knows the declared ones; the built-in ones are everybody's to know.
        bool knows = context.Allows<ListRoles>(Target.None);
        CompiledRole[] roles = [.. RoleCompiler.All(context.Db).Values.Where(role => knows || BuiltInAccess.Current.FindRole(role.Name) is not null)];
        return new AccessCandidates(
            [.. roles.OrderBy(role => role.Name, StringComparer.Ordinal)],
            roles.Where(role => BuiltInAccess.Current.FindRole(role.Name) is null).Select(role => role.Name).ToHashSet(StringComparer.Ordinal),
            [.. (knows ? PermissionStore.All(context.Db) : [.. BuiltInAccess.Current.Permissions.Values])
                .Where(permission => permission.Name != BuiltInAccess.SelfPermission && permission.Operations.Contains(operation.Name))
                .Select(AsRole)],
            ownable);
    }

    /// <summary>Without these nothing is allowed.</summary>
    public static IEnumerable<AccessStep> StepsOfUser(AccessPolicy policy, long now)
    {
        if (!policy.Enabled)
        {
            yield return Step(AccessStepKind.EnableUser, "enabling the user", WhatIf.Enabled);
        }

        if (policy.Until <= now)
        {
            yield return Step(AccessStepKind.ProlongUser, "a later end of the user", WhatIf.Prolonged);
        }
    }

    /// <summary>What widens the reach of the roles held.</summary>
    public IEnumerable<AccessStep> StepsOfReach(AccessQuestion question)
    {
        AccessPolicy policy = question.Policy;
        if (Ownable && policy.UserId != Guid.Empty && question.Targets is [{ ConnectorRemoved: false } account] && account.Owner == Guid.Empty)
        {
            yield return new AccessStep(AccessStepKind.MakeOwner, "making the user the account's owner", null, 0, 0, asked => asked with
            {
                Targets = [.. asked.Targets.Select(target => Target.OfAccount(target.Connector, target.OpenLegacy, policy.UserId))],
            });
        }

        int[] profiles = [.. question.Targets.Where(target => target.Kind == TargetKind.Profile).Select(target => target.Profile)];
        if (profiles.Length > 0)
        {
            string text = profiles.Any(profile => policy.Profiles.UntilOf(profile) > 0) ? "a later end of the profile's assignment" : "an assignment of the profile";
            yield return Step(AccessStepKind.AssignProfile, text, held => profiles.Aggregate(held, WhatIf.WithProfile));
        }

        int[] connectors = [.. question.Targets
            .Where(target => target.Kind is TargetKind.Connector or TargetKind.Account or TargetKind.Backup && !target.ConnectorRemoved)
            .Select(target => target.Connector)];
        if (connectors.Length > 0)
        {
            string text = connectors.Any(connector => policy.Connectors.UntilOf(connector) > 0) ? "a later end of the grant on the connector" : "a grant on the connector";
            yield return Step(AccessStepKind.GrantConnector, text, held => connectors.Aggregate(held, WhatIf.WithGrant));
        }
    }

    /// <summary>What gives the operation, by a role held no longer, one not held, or a permission more in one that is.</summary>
    public IEnumerable<AccessStep> StepsOfRoles(AccessQuestion question)
    {
        RoleHolding[] held = question.Policy.Roles.ToArray();
        foreach (IGrouping<string, RoleHolding> ended in held.GroupBy(role => role.Role).Where(role => role.All(stage => stage.Until <= question.Now)))
        {
            CompiledRole definition = ended.First().Definition;
            yield return Step(AccessStepKind.RenewRole, $"assigning role {ended.Key} anew", policy => WhatIf.WithRole(policy, definition)) with { Name = ended.Key };
        }

        foreach (CompiledRole role in Roles.Select(role => role.At(question.Now)).Where(role => role.Operations.Contains(question.Operation) && !held.Any(one => one.Role == role.Name)))
        {
            yield return Give(AccessStepKind.AssignRole, $"assigning role {role.Name}", role.Name, role, Reaches(role), role.Operations.Count);
        }

        foreach (CompiledRole role in held.Where(role => question.Now < role.Until && Declared.Contains(role.Role)).Select(role => role.Definition).DistinctBy(role => role.Name))
        {
            foreach (CompiledRole permission in Permissions)
            {
                CompiledRole wider = Widen(role, permission);
                yield return Give(
                    AccessStepKind.AddPermission,
                    $"adding permission {permission.Name} to role {role.Name}",
                    permission.Name,
                    wider,
                    Reaches(wider) - Reaches(role),
                    wider.Operations.Count - role.Operations.Count);
            }
        }
    }

    private static AccessStep Step(AccessStepKind kind, string text, Func<AccessPolicy, AccessPolicy> change) =>
        new(kind, text, null, 0, 0, question => question with { Policy = change(question.Policy) });

    private static AccessStep Give(AccessStepKind kind, string text, string name, CompiledRole role, int reaches, int operations) =>
        new(kind, text, name, reaches, operations, question => question with { Policy = WhatIf.WithRole(question.Policy, role) });

    private static int Reaches(CompiledRole role) =>
        (role.Connectors == ConnectorReach.All ? 1 : 0) + (role.Profiles == ProfileReach.All ? 1 : 0)
        + (role.Accounts == AccountReach.All ? 1 : 0) + (role.Users == UserReach.All ? 1 : 0);

    private static CompiledRole Widen(CompiledRole role, CompiledRole permission)
    {
        OperationSet operations = role.Operations;
        operations.Add(permission.Operations);
        return role with
        {
            Operations = operations,
            Users = role.Users > permission.Users ? role.Users : permission.Users,
            Then = role.Then is { } then ? Widen(then, permission) : null,
        };
    }

    private static CompiledRole AsRole(Permission permission) => RoleCompiler.Compile(
        new Role { Name = permission.Name, BuiltIn = false, Permissions = [], Connectors = ConnectorReach.None, Profiles = ProfileReach.None, Accounts = AccountReach.None },
        [permission]);
}
