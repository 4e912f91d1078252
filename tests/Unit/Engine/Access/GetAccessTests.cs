using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Everything a user may do, everybody who may do something, and what nobody uses.</summary>
public sealed class GetAccessTests
{
    private static readonly string[] s_names = ["adm", "ful", "own", "bkp", "aud", "end", "off"];

    [Fact]
    public async Task Everybody_who_can_is_everybody_who_may_when_asked_one_by_one()
    {
        await using Store store = await StoreOfManyAsync();
        await store.Local.DoAsync(new CreateProfile("nightly"));
        foreach (WhoCan question in OperationCatalogue.Handlers.SelectMany(QuestionsOf))
        {
            List<EffectiveAccess> can = await store.Local.ListAsync(question);

            List<string> may = [];
            string? target = null;
            foreach (string name in s_names.Append("root-admin"))
            {
                AccessDecision decision = await store.Local.DoAsync(AsTest(question, name));
                may.AddRange(decision.Allowed ? [name] : []);
                target = decision.Target;
            }

            Assert.Equal(may.Order(StringComparer.OrdinalIgnoreCase), can.Select(row => row.User));
            Assert.All(can, row => Assert.Equal((question.Operation, target), (row.Operation, row.Target)));
        }
    }

    [Fact]
    public async Task Everything_a_user_may_do_is_what_is_allowed_account_by_account()
    {
        await using Store store = await StoreOfManyAsync();
        foreach (string name in s_names)
        {
            UserReference user = new(name);
            List<EffectiveAccess> rows = await store.Local.ListAsync(new ListAccess(user, []));
            foreach (Handler operation in OperationCatalogue.Handlers.Where(one => one.Targets is [TargetKind.Account] or [TargetKind.Backup]))
            {
                foreach (string account in new[] { "web01/alice", "web02/bob" })
                {
                    bool allowed = (await store.Local.DoAsync(new TestAccess(user, operation.Name, null, new AccountReference(account), null))).Allowed;

                    Assert.Equal(allowed, rows.Exists(row => row.Operation == operation.Name && row.Target == account));
                }
            }
        }
    }

    [Fact]
    public async Task A_row_names_the_role_that_lasts_longest_and_its_end()
    {
        await using Store store = await Store.CreateAsync("alice");
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(1);
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"], "web01");
        await store.Local.DoAsync(new AssignRole(new UserReference("jane"), "Operator", end));

        List<EffectiveAccess> rows = await jane.ListAsync(new ListAccess(null, ["restoreKeep", "lockBackup"]));

        Assert.Equal([("lockBackup", "web01/alice", "Operator", end), ("restoreKeep", "web01/alice", "FullSupport", (DateTimeOffset?)null)], rows.Select(row => (row.Operation, row.Target!, row.Role, row.Until)));
    }

    [Fact]
    public async Task An_operation_on_users_has_one_row_for_all_that_it_covers()
    {
        await using Store store = await StoreOfManyAsync();

        List<EffectiveAccess> others = await store.Local.ListAsync(new ListAccess(new UserReference("adm"), ["removeUser"]));
        List<EffectiveAccess> oneself = await store.Local.ListAsync(new ListAccess(new UserReference("ful"), ["listAccessKeys"]));
        List<EffectiveAccess> none = await store.Local.ListAsync(new ListAccess(new UserReference("ful"), ["removeUser"]));

        Assert.Equal((TargetKind.User, null), (Assert.Single(others).TargetKind, others[0].Target));
        Assert.Equal("SELF", Assert.Single(oneself).Role);
        Assert.Empty(none);
    }

    [Fact]
    public async Task What_the_asker_may_not_know_is_left_out()
    {
        await using Store store = await StoreOfManyAsync();
        await store.Local.DoAsync(new CreateRole("Desk", ["RBAC_VIEW", "VIEWER"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient desk = await store.SignInAsync("desk", ["Desk"], "web01");

        List<EffectiveAccess> rows = await desk.ListAsync(new ListAccess(new UserReference("adm"), []));

        Assert.Contains(rows, row => row.Target == "web01/alice");
        Assert.DoesNotContain(rows, row => row.Target is { } target && target.Contains("web02", StringComparison.Ordinal));
        await desk.RefusedAsync("NotFound", new WhoCan("lockBackup", null, new AccountReference("web02/bob"), null));
        await desk.RefusedAsync("NotFound", new WhoCan("lockBackup", null, new AccountReference("web02/nobody"), null));
    }

    [Fact]
    public async Task What_would_be_is_decided_and_nothing_is_changed()
    {
        await using Store store = await StoreOfManyAsync();
        UserReference jane = new("ful");
        TestAccess question = new(jane, "lockBackup", null, new AccountReference("web02/bob"), null);

        AccessDecision both = await store.Local.DoAsync(question with { WithRoles = ["BackupAdministrator"], WithGrants = [new ConnectorReference("web02")] });
        AccessDecision one = await store.Local.DoAsync(question with { WithRoles = ["BackupAdministrator"] });
        List<EffectiveAccess> rows = await store.Local.ListAsync(new ListAccess(jane, ["lockBackup"]) { WithRoles = ["BackupAdministrator"], WithGrants = [new ConnectorReference("web02")] });

        Assert.Equal(["role BackupAdministrator", "grant on web02"], both.Assuming);
        Assert.Equal((true, false, "a grant on the connector"), (both.Allowed, one.Allowed, one.SmallestChange));
        Assert.Equal(["web01/alice", "web02/bob"], rows.Select(row => row.Target));
        (bool allowed, string? change) = await AskAsync(store, question);
        Assert.False(allowed);
        Assert.Matches("^assigning role [A-Za-z]+ and a grant on the connector$", change);
    }

    [Fact]
    public async Task Nobody_learns_what_there_is_by_assuming_to_hold_more()
    {
        await using Store store = await StoreOfManyAsync();
        await store.Local.DoAsync(new CreateProfile("secret"));
        await using LocalClient jane = await store.SignInAsync("jane", []);
        await using LocalClient near = await store.SignInAsync("near", ["Operator"], "web01");

        List<EffectiveAccess> everything = await jane.ListAsync(new ListAccess(null, []) { WithRoles = ["Administrator"] });
        List<EffectiveAccess> granted = await near.ListAsync(new ListAccess(null, ["lockBackup"]) { WithGrants = [new ConnectorReference("web02")] });

        Assert.DoesNotContain(everything, row => row.TargetKind is TargetKind.Connector or TargetKind.Account or TargetKind.Profile);
        Assert.Contains(everything, row => row.Operation == "createConnector");
        Assert.Equal(["web01/alice"], granted.Select(row => row.Target));
    }

    [Fact]
    public async Task Who_may_not_list_roles_is_told_of_built_in_ones_only()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web01/alice"), new UserReference("root-admin")));
        await store.Local.DoAsync(new CreateRole("Locker", ["LOCK"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await using LocalClient jane = await store.SignInAsync("jane", ["FullSupport"], "web01");
        TestAccess question = new(null, "lockBackup", null, new AccountReference("web01/alice"), null);

        AccessDecision own = await jane.DoAsync(question);
        AccessDecision asked = await store.Local.DoAsync(question with { User = new UserReference("jane") });

        Assert.Matches("^assigning role [A-Za-z]+$", own.SmallestChange);
        Assert.NotEqual("assigning role Locker", own.SmallestChange);
        Assert.Equal("assigning role Locker", asked.SmallestChange);
        await jane.RefusedAsync("NotFound", question with { WithRoles = ["Locker"] });
        await jane.RefusedAsync("NotFound", question with { WithRoles = ["NoSuchRole"] });
    }

    [Fact]
    public async Task Nobody_is_proposed_as_the_owner_of_an_account_that_has_one()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["AccountOwner"]);
        TestAccess question = new(new UserReference("jane"), "restoreKeep", null, new AccountReference("web01/alice"), null);

        Assert.Equal((false, "making the user the account's owner"), await AskAsync(store, question));
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web01/alice"), new UserReference("root-admin")));
        Assert.Equal((false, "assigning role LimitedSupport and a grant on the connector"), await AskAsync(store, question));
    }

    [Fact]
    public async Task The_smallest_change_allows_once_it_is_made_through_the_door()
    {
        await using Store store = await StoreOfManyAsync();
        UserReference jane = new("end");
        TestAccess question = new(jane, "restoreKeep", null, new AccountReference("web02/bob"), null);
        store.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal((false, "a later end of the user and a grant on the connector"), await AskAsync(store, question));
        await store.Local.DoAsync(new UpdateUser(jane, null));
        Assert.Equal((false, "a grant on the connector"), await AskAsync(store, question));
        await store.Local.DoAsync(new GrantConnector(jane, new ConnectorReference("web02"), null));
        Assert.Equal((true, null), await AskAsync(store, question));
    }

    [Fact]
    public async Task An_operation_is_unused_until_it_is_done()
    {
        await using Store store = await Store.CreateAsync("alice");
        await using LocalClient jane = await store.SignInAsync("jane", ["BackupAdministrator"], "web01");
        ListUnusedOperations question = new(new UserReference("jane"), TimeSpan.FromDays(90));
        Assert.Contains(await store.Local.ListAsync(question), row => row.Operation == "backupAccount" && row.LastUsed is null);

        await jane.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        DateTimeOffset done = store.Clock.GetUtcNow();
        List<UnusedOperation> soon = await store.Local.ListAsync(question);
        store.Clock.Advance(TimeSpan.FromDays(90));
        List<UnusedOperation> late = await store.Local.ListAsync(question);

        Assert.DoesNotContain(soon, row => row.Operation == "backupAccount");
        Assert.Equal((done, "BackupAdministrator"), (late.Single(row => row.Operation == "backupAccount").LastUsed, Assert.Single(late[0].Roles)));
        Assert.DoesNotContain(late, row => OperationCatalogue.Find(row.Operation)!.Effect == OperationEffect.Read);
    }

    /// <summary>The operation asked about on each of some things that it is decided on.</summary>
    private static IEnumerable<WhoCan> QuestionsOf(Handler operation)
    {
        WhoCan plain = new(operation.Name, null, null, null);
        if (operation.Unnamed != UnnamedTarget.Missing)
        {
            yield return plain;
        }

        IReadOnlyList<TargetKind> kinds = operation.Targets;
        string?[] users = kinds.Contains(TargetKind.User) ? ["ful", "off", "root-admin"] : [null];
        foreach (UserReference? user in users.Select(name => name is null ? null : new UserReference(name)))
        {
            WhoCan about = plain with { TargetUser = user };
            IEnumerable<WhoCan> questions = kinds.Any(kind => kind is TargetKind.Account or TargetKind.Backup)
                ? new[] { "web01/alice", "web02/bob" }.Select(account => about with { Account = new AccountReference(account) })
                : kinds.Contains(TargetKind.Connector) ? new[] { "web01", "web02" }.Select(connector => about with { Connector = new ConnectorReference(connector) })
                : kinds.Contains(TargetKind.Profile) ? [about with { Profile = new ProfileReference("nightly") }]
                : kinds.Contains(TargetKind.Storage) ? [about with { Storage = "default" }]
                : kinds.Contains(TargetKind.Setting) ? [about with { Setting = "selfKeys" }]
                : user is null ? [] : [about];
            foreach (WhoCan question in questions)
            {
                yield return question;
            }
        }
    }

    private static TestAccess AsTest(WhoCan question, string user) => new(new UserReference(user), question.Operation, question.Connector, question.Account, question.Backup)
    {
        Profile = question.Profile,
        Storage = question.Storage,
        Setting = question.Setting,
        TargetUser = question.TargetUser,
    };

    private static async Task<Store> StoreOfManyAsync()
    {
        Store store = await Store.CreateAsync("alice");
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "bob");
        await Make("adm", "Administrator");
        await Make("ful", "FullSupport", "web01");
        await Make("own", "AccountOwner");
        await Make("bkp", "BackupAdministrator", "web02");
        await Make("aud", "Audit");
        await Make("end", "LimitedSupport", "web01");
        await Make("off", "Operator", "web01");
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web01/alice"), new UserReference("own")));
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference("web02/bob"), new UserReference("root-admin")));
        await store.Local.DoAsync(new UpdateUser(new UserReference("end"), store.Clock.GetUtcNow().AddDays(1)));
        await store.Local.DoAsync(new DisableUser(new UserReference("off")));
        return store;

        async Task Make(string name, string role, string? connector = null)
        {
            await store.Local.DoAsync(new CreateUser(name, [role], ConsoleAccess.Off, null, null));
            if (connector is not null)
            {
                await store.Local.DoAsync(new GrantConnector(new UserReference(name), new ConnectorReference(connector), null));
            }
        }
    }

    private static async Task<(bool Allowed, string? SmallestChange)> AskAsync(Store store, TestAccess question)
    {
        AccessDecision decision = await store.Local.DoAsync(question);
        return (decision.Allowed, decision.SmallestChange);
    }
}
