using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>All users' policies as of one version of the state, never changed.</summary>
internal sealed class AccessSet
{
    private readonly UserTable _users;

    public AccessSet(long version, IReadOnlyDictionary<string, CompiledRole> roles, UserTable users)
    {
        Version = version;
        Roles = roles;
        _users = users;
    }

    public long Version { get; }

    /// <summary>The roles that the policies were compiled with, by name.</summary>
    public IReadOnlyDictionary<string, CompiledRole> Roles { get; }

    public int Count => _users.Count;

    public IEnumerable<AccessPolicy> Policies => _users.Policies;

    /// <summary>Null when there is no such user.</summary>
    public AccessPolicy? Find(Guid user) => _users.Find(user);

    /// <summary>The set with the roles as they are now: who holds one that changed gets a policy with the new definition.</summary>
    public AccessSet WithRoles(IReadOnlyDictionary<string, CompiledRole> roles)
    {
        Dictionary<string, CompiledRole> changed = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, CompiledRole> kept = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, CompiledRole role) in roles)
        {
            bool same = Roles.TryGetValue(name, out CompiledRole? before) && before == role;
            kept[name] = same ? before! : role;
            if (before is not null && !same)
            {
                changed[name] = role;
            }
        }

        return new AccessSet(Version, kept, changed.Count == 0 ? _users : _users.Select(Renew(changed)));
    }

    /// <summary>The set as of another version, with the policies of these users as they are now; null for one who is gone.</summary>
    public AccessSet With(long version, IReadOnlyDictionary<Guid, AccessPolicy?> changes) => new(version, Roles, _users.With(changes));

    /// <summary>The new stages in the place of the old ones' last, which is held for as long as the role is assigned.</summary>
    private static IEnumerable<RoleHolding> AsHeld(RoleHolding before, CompiledRole now) =>
        before.Definition.Then is null ? now.Stages.Select(stage => stage.HeldUntil(before.Until)) : [];

    /// <summary>Users who share their roles go on sharing them.</summary>
    private static Func<AccessPolicy, AccessPolicy> Renew(Dictionary<string, CompiledRole> changed)
    {
        Dictionary<RoleHolding[], RoleHolding[]> renewed = new(ReferenceEqualityComparer.Instance);
        return policy => policy.WithRoles(roles =>
        {
            if (!roles.Any(role => changed.ContainsKey(role.Role)))
            {
                return roles;
            }

            if (!renewed.TryGetValue(roles, out RoleHolding[]? now))
            {
                now = [.. roles.SelectMany(role => !changed.TryGetValue(role.Role, out CompiledRole? definition) ? [role] : AsHeld(role, definition))];
                renewed[roles] = now;
            }

            return now;
        });
    }
}
