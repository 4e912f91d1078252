using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>Roles and connectors that a question assumes a user to hold for good, besides what the user holds.</summary>
internal sealed class AccessAssumptions
{
    private readonly List<CompiledRole> _roles = [];
    private readonly List<ConnectorRow> _connectors = [];

    /// <exception cref="NotFoundException">There is no such role or connector, or none that the asker may know of.</exception>
    public static AccessAssumptions Of(OperationContext context, IReadOnlyList<string> roles, IReadOnlyList<ConnectorReference> connectors)
    {
        AccessAssumptions assumptions = new();
        bool knows = context.Allows<ListRoles>(Target.None);
        foreach (string name in roles)
        {
            Role? role = RoleStore.Find(context.Db, name);
            bool known = role is not null && (role.BuiltIn || knows);
            assumptions._roles.Add(known ? RoleCompiler.Compile(context.Db, role!) : throw new NotFoundException("role", Names.Printable(name)) { IsHidden = role is not null });
        }

        assumptions._connectors.AddRange(connectors.Select(connector => ConnectorLookup.Find(context, connector)));
        return assumptions;
    }

    /// <summary>In words, as <c>role FullSupport</c> and <c>grant on web01</c>.</summary>
    public IReadOnlyList<string> Describe() =>
        [.. _roles.Select(role => $"role {role.Name}"), .. _connectors.Select(connector => $"grant on {connector.Name}")];

    public AccessPolicy ApplyTo(AccessPolicy policy) => _connectors.Aggregate(
        _roles.Aggregate(policy, WhatIf.WithRole),
        (held, connector) => WhatIf.WithGrant(held, (int)connector.Number));
}
