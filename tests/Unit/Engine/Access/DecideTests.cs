using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The decision against the reference model, on random policies, operations, targets and times.</summary>
public sealed class DecideTests
{
    private const int Runs = 1_000_000;
    private const int Now = 1000;

    // What SELF holds is the catalogue's; here it holds nothing, so that the random roles are all there is.
    private static readonly RoleHolding s_self = new(
        new CompiledRole(BuiltInAccess.SelfPermission, default, ConnectorReach.None, ProfileReach.None, AccountReach.None, UserReach.Self), long.MaxValue);

    private static readonly Guid s_me = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid s_other = new("00000000-0000-7000-8000-000000000002");

    [Fact]
    public void The_decision_is_that_of_the_reference_model() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(RandomRuns.Of(Runs)),
        Prop.ForAll(Cases().ToArbitrary(), (Case one) =>
            Compile(one.Person).Decide(one.Operation, [.. one.Things.Select(thing => thing.ToTarget())], Now)
                == ReferenceAccess.Allows(one.Person, one.Operation, one.Things, Now)));

    [Fact]
    public void An_explanation_says_what_the_decision_does_and_names_every_role() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(RandomRuns.Of(Runs)),
        Prop.ForAll(Cases().ToArbitrary(), (Case one) =>
        {
            AccessPolicy policy = Compile(one.Person);
            Target[] targets = [.. one.Things.Select(thing => thing.ToTarget())];
            bool allowed = policy.Decide(one.Operation, targets, Now);
            IReadOnlyList<AccessReason> reasons = AccessExplanation.Of(policy, one.Operation, OperationCatalogue.Handlers[one.Operation].Name, targets, Now);

            return reasons.Any(reason => reason.Lack == RoleLack.None) == allowed
                && reasons.Count > 0
                && (!policy.IsActive(Now) || one.Person.Roles.All(role => reasons.Any(reason => reason.Role == role.Name)))
                && policy.Allowance(one.Operation, targets, Now).Role is not null == allowed;
        }));

    [Fact]
    public void What_is_allowed_lasts_until_the_moment_that_is_said_and_no_longer() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(RandomRuns.Of(Runs)),
        Prop.ForAll(Cases().ToArbitrary(), (Case one) =>
        {
            Target[] targets = [.. one.Things.Select(thing => thing.ToTarget())];
            long until = Compile(one.Person).Allowance(one.Operation, targets, Now).Until;
            bool longer = until != long.MaxValue && ReferenceAccess.Allows(one.Person, one.Operation, one.Things, until);
            return until == 0 || (ReferenceAccess.Allows(one.Person, one.Operation, one.Things, until - 1) && !longer);
        }));

    [Fact]
    public void The_smallest_change_allows_when_it_is_made_and_each_of_its_steps_is_needed() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(RandomRuns.Of(Runs / 10)),
        Prop.ForAll(Cases().ToArbitrary(), (Case one) =>
        {
            AccessQuestion question = new(Compile(one.Person), one.Operation, [.. one.Things.Select(thing => thing.ToTarget())], Now);
            bool ownable = one.Things is [{ Kind: TargetKind.Account }];
            ReferenceChange reference = new(one.Person, one.Things);
            IReadOnlyList<AccessStep>? steps = SmallestChange.Find(question, reference.Candidates(ownable));

            return steps is null
                ? !reference.MayBeAllowed(one.Operation, Now)
                : reference.With(steps).Allows(one.Operation, Now)
                    && steps.All(left => !reference.With([.. steps.Where(step => step != left)]).Allows(one.Operation, Now))
                    && (steps.Count == 0) == question.IsAllowed;
        }));

    [Fact]
    public void The_decision_allocates_nothing()
    {
        ReferenceAccess.HeldRole[] roles = [.. Enumerable.Range(0, 5).Select(i => new ReferenceAccess.HeldRole(
            $"role{i}", [i], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector, UserReach.Self, long.MaxValue))];
        AccessPolicy policy = Compile(new ReferenceAccess.Person(s_me, Enabled: true, long.MaxValue, roles, [new ReferenceAccess.Grant(7, long.MaxValue)], []));
        Target target = Target.OfAccount(7, openLegacy: false, s_other);
        bool allowed = policy.Decide(4, target, Now);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            allowed &= policy.Decide(4, target, Now) & !policy.Decide(9, target, Now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(allowed);
    }

    [Fact]
    public void Two_roles_never_lend_each_other_reach()
    {
        ReferenceAccess.HeldRole auditor = new("auditor", [1], ConnectorReach.All, ProfileReach.All, AccountReach.All, UserReach.All, long.MaxValue);
        ReferenceAccess.HeldRole support = new("support", [2], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector, UserReach.Self, long.MaxValue);
        AccessPolicy policy = Compile(new ReferenceAccess.Person(s_me, Enabled: true, long.MaxValue, [auditor, support], [], []));
        Target account = Target.OfAccount(7, openLegacy: false, Guid.Empty);

        Assert.True(policy.Decide(1, account, Now));
        Assert.False(policy.Decide(2, account, Now));
    }

    [Fact]
    public void A_second_target_out_of_reach_refuses_what_two_roles_cover_between_them()
    {
        ReferenceAccess.HeldRole owner = new("owner", [1], ConnectorReach.None, ProfileReach.None, AccountReach.Owned, UserReach.Self, long.MaxValue);
        ReferenceAccess.HeldRole support = new("support", [1], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector, UserReach.Self, long.MaxValue);
        AccessPolicy policy = Compile(new ReferenceAccess.Person(s_me, Enabled: true, long.MaxValue, [owner, support], [new ReferenceAccess.Grant(2, long.MaxValue)], []));
        Target owned = Target.OfAccount(1, openLegacy: false, s_me);
        Target granted = Target.OfAccount(2, openLegacy: false, s_other);

        Assert.True(policy.Decide(1, owned, Now));
        Assert.True(policy.Decide(1, granted, Now));
        Assert.False(policy.Decide(1, [owned, granted], Now));
    }

    [Fact]
    public void An_unowned_account_is_nobodys_not_even_the_local_principals_by_owning()
    {
        ReferenceAccess.HeldRole owner = new("owner", [1], ConnectorReach.None, ProfileReach.None, AccountReach.Owned, UserReach.Self, long.MaxValue);
        AccessPolicy nobody = Compile(new ReferenceAccess.Person(Guid.Empty, Enabled: true, long.MaxValue, [owner], [], []));

        Assert.False(nobody.Decide(1, Target.OfAccount(1, openLegacy: false, owner: Guid.Empty), Now));
    }

    private static AccessPolicy Compile(ReferenceAccess.Person person) => new(
        person.Id,
        "somebody",
        person.Enabled,
        person.Until,
        [s_self, .. person.Roles.Select(Hold)],
        GrantSet.Of(person.Grants.Select(grant => (grant.Connector, grant.Until))),
        GrantSet.Of(person.Profiles.Select(assigned => (assigned.Profile, assigned.Until))));

    private static RoleHolding Hold(ReferenceAccess.HeldRole role)
    {
        OperationSet operations = default;
        foreach (int operation in role.Operations)
        {
            operations.Add(operation);
        }

        return new RoleHolding(new CompiledRole(role.Name, operations, role.Connectors, role.Profiles, role.Accounts, role.Users), role.Until);
    }

    private static Gen<Case> Cases()
    {
        Gen<long> end = Gen.Elements<long>(1, Now, Now + 1, long.MaxValue, long.MaxValue);
        Gen<ReferenceAccess.HeldRole> role =
            from operations in Gen.ArrayOf(Gen.Choose(0, 5))
            from connectors in Gen.Elements(Enum.GetValues<ConnectorReach>())
            from profiles in Gen.Elements(Enum.GetValues<ProfileReach>())
            from accounts in Gen.Elements(Enum.GetValues<AccountReach>())
            from users in Gen.Elements(Enum.GetValues<UserReach>())
            from until in end
            from name in Gen.Choose(0, 1_000_000)
            select new ReferenceAccess.HeldRole($"role{name}", operations, connectors, profiles, accounts, users, until);
        Gen<ReferenceAccess.Grant> grant = from connector in Gen.Choose(1, 4) from until in end select new ReferenceAccess.Grant(connector, until);
        Gen<ReferenceAccess.Assignment> assignment = from profile in Gen.Choose(1, 4) from until in end select new ReferenceAccess.Assignment(profile, until);
        Gen<ReferenceAccess.Thing> thing =
            from kind in Gen.Elements(TargetKind.None, TargetKind.User, TargetKind.Connector, TargetKind.Account, TargetKind.Account, TargetKind.Profile, TargetKind.Storage, TargetKind.Setting)
            from connector in Gen.Choose(1, 4)
            from profile in Gen.Choose(1, 4)
            from legacy in Gen.Elements(false, false, true)
            from removed in Gen.Elements(false, false, false, true)
            from owner in Gen.Elements(Guid.Empty, s_me, s_other)
            from user in Gen.Elements(Guid.Empty, s_me, s_other)
            from enabled in Gen.Elements(true, false)
            select new ReferenceAccess.Thing(kind, connector, legacy, removed, owner, profile, user, enabled);
        return
            from enabled in Gen.Elements(true, true, true, false)
            from until in end
            from roles in Gen.ArrayOf(role)
            from grants in Gen.ArrayOf(grant)
            from assignments in Gen.ArrayOf(assignment)
            from operation in Gen.Choose(0, 5)
            from things in Gen.NonEmptyListOf(thing)
            select new Case(
                new ReferenceAccess.Person(s_me, enabled, until, [.. roles.Take(4)], [.. grants.DistinctBy(one => one.Connector)], [.. assignments.DistinctBy(one => one.Profile)]),
                operation,
                [.. things.Take(3)]);
    }

    private sealed record Case(ReferenceAccess.Person Person, int Operation, IReadOnlyList<ReferenceAccess.Thing> Things);
}
