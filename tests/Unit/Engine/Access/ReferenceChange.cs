using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Proposed changes made to the reference model, in its own plain terms.</summary>
internal sealed record ReferenceChange(ReferenceAccess.Person Person, IReadOnlyList<ReferenceAccess.Thing> Things)
{
    // One role over everything and one over granted things, each with a part of the operations; a permission for each operation.
    private static readonly ReferenceAccess.HeldRole[] s_roles =
    [
        new("everywhere", [0, 1, 2, 3], ConnectorReach.All, ProfileReach.All, AccountReach.All, UserReach.All, long.MaxValue),
        new("granted", [2, 3, 4], ConnectorReach.Granted, ProfileReach.Assigned, AccountReach.ByConnector, UserReach.Self, long.MaxValue),
        new("owned", [3, 4], ConnectorReach.None, ProfileReach.None, AccountReach.Owned, UserReach.Self, long.MaxValue),
    ];

    public AccessCandidates Candidates(bool ownable) => new(
        [.. s_roles.Select(Compile)],
        Person.Roles.Select(role => role.Name).ToHashSet(),
        [.. Enumerable.Range(0, 6).Select(operation => Compile(new($"{operation}", [operation], ConnectorReach.None, ProfileReach.None, AccountReach.None, UserReach.Self, 0)))],
        ownable);

    public bool Allows(int operation, long now) => ReferenceAccess.Allows(Person, operation, Things, now);

    /// <summary>Whether the widest of what may be proposed allows it.</summary>
    public bool MayBeAllowed(int operation, long now)
    {
        ReferenceChange widest = new(
            Person with
            {
                Enabled = true,
                Until = long.MaxValue,
                Roles = [.. Person.Roles.Select(role => role.Until > now ? role with { Operations = [operation] } : role with { Until = long.MaxValue }), .. s_roles],
            },
            Things);
        bool ownable = Things is [{ Kind: TargetKind.Account, ConnectorRemoved: false } account] && account.Owner == Guid.Empty;
        ReferenceChange reached = widest.Grant().Assign();
        return reached.Allows(operation, now) || (ownable && reached.Own().Allows(operation, now));
    }

    public ReferenceChange With(IEnumerable<AccessStep> steps) => steps.Aggregate(this, (changed, step) => changed.With(step));

    private ReferenceChange With(AccessStep step) => step.Kind switch
    {
        AccessStepKind.EnableUser => this with { Person = Person with { Enabled = true } },
        AccessStepKind.ProlongUser => this with { Person = Person with { Until = long.MaxValue } },
        AccessStepKind.RenewRole => Change(role => role.Name == step.Name ? role with { Until = long.MaxValue } : role),
        AccessStepKind.AssignRole => this with { Person = Person with { Roles = [.. Person.Roles, s_roles.Single(role => role.Name == step.Name)] } },
        AccessStepKind.AddPermission => Change(role => step.Text.EndsWith($"to role {role.Name}", StringComparison.Ordinal) ? role with { Operations = [.. role.Operations, int.Parse(step.Name!, null)] } : role),
        AccessStepKind.MakeOwner => Own(),
        AccessStepKind.AssignProfile => Assign(),
        _ => Grant(),
    };

    private ReferenceChange Change(Func<ReferenceAccess.HeldRole, ReferenceAccess.HeldRole> change) =>
        this with { Person = Person with { Roles = [.. Person.Roles.Select(change)] } };

    private ReferenceChange Own() => this with { Things = [.. Things.Select(thing => thing with { Owner = Person.Id })] };

    private ReferenceChange Grant() =>
        this with { Person = Person with { Grants = [.. Person.Grants, .. Things.Select(thing => new ReferenceAccess.Grant(thing.Connector, long.MaxValue))] } };

    private ReferenceChange Assign() =>
        this with { Person = Person with { Profiles = [.. Person.Profiles, .. Things.Select(thing => new ReferenceAccess.Assignment(thing.Profile, long.MaxValue))] } };

    private static CompiledRole Compile(ReferenceAccess.HeldRole role)
    {
        OperationSet operations = default;
        foreach (int operation in role.Operations)
        {
            operations.Add(operation);
        }

        return new CompiledRole(role.Name, operations, role.Connectors, role.Profiles, role.Accounts, role.Users);
    }
}
