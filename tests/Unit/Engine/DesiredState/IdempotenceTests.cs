using System.Globalization;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Roles;
using BackupAccess.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Engine.Tests.DesiredState;

/// <summary>What was applied plans nothing more, whatever was in the state before.</summary>
public sealed class IdempotenceTests
{
    private const int Runs = 1000;

    private static readonly string[] s_roles = ["Viewer", "FullSupport", "Audit", "BackupAdministrator", "AccountOwner", "MasterAdministrator"];

    [Fact]
    public async Task An_applied_state_plans_nothing_more()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(RandomRuns.Of(Runs)),
            Prop.ForAll(Documents().ToArbitrary(), (string text) =>
            {
                StateDocument document = new("test.yaml", "/", "apiVersion: backupaccess/v1\nkind: State\n" + text);
                store.Local.DoAsync(new ApplyState([document])).GetAwaiter().GetResult();
                return store.Local.DoAsync(new PlanState([document])).GetAwaiter().GetResult().Count == 0;
            }));
    }

    /// <summary>Documents that anybody might write: duplicates, aliases, empty and null values among them.</summary>
    private static Gen<string> Documents() =>
        from role in Role()
        from users in Gen.ArrayOf(User())
        from accounts in Gen.ArrayOf(Account())
        select $"roles:\n{role}{Section("users", users)}{Section("accounts", accounts)}";

    private static Gen<string> Role() =>
        from permissions in Gen.Elements("[VIEWER]", "[VIEWER, VIEWER, BROWSE]", "[]")
        from connectors in Gen.Elements("connectors: granted", "connectors: All", "# none")
        select $"  - name: Desk\n    permissions: {permissions}\n    {connectors}\n";

    private static Gen<string> User() =>
        from number in Gen.Choose(1, 6)
        from roles in Gen.ArrayOf(Gen.Elements(s_roles))
        from console in Gen.Elements("consoleAccess: true", "consoleAccess: false", "# none")
        from until in Gen.Elements("until: 2030-01-01", "until: 2030-06-01T12:00:00+02:00", "until: null", "# none")
        select string.Create(CultureInfo.InvariantCulture, $"  - name: user{number}\n    roles: [{string.Join(", ", roles.Take(3))}]\n    {console}\n    {until}\n");

    private static Gen<string> Account() =>
        from name in Gen.Elements("alice", "bob")
        from email in Gen.Elements("email: a@example.com", "email: ''", "email: null", "# none")
        from maximum in Gen.Elements("maxOnDemand: 0", "maxOnDemand: 99", "maxOnDemand: null", "# none")
        from type in Gen.Elements("type: reseller", "type: User", "# none")
        from excludes in Gen.Elements("excludes: []", "excludes: ['*.log', '*.log']", "# none")
        from owner in Gen.Elements("owner: root-admin", "owner: ROOT-ADMIN", "owner: null", "# none")
        select $"  - name: web01/{name}\n    {email}\n    {maximum}\n    {type}\n    {excludes}\n    {owner}\n";

    /// <summary>The entries, none of which has another's name.</summary>
    private static string Section(string name, IEnumerable<string> entries)
    {
        string list = string.Concat(entries.DistinctBy(entry => entry.Split('\n')[0]));
        return list.Length == 0 ? "" : $"{name}:\n{list}";
    }
}
