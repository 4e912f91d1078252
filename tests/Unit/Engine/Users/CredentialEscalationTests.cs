using BackupAccess.Engine.Access;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tests.OneTimePasswords;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>Ways to more than was given that lead over credentials, each closed.</summary>
public sealed class CredentialEscalationTests
{
    private const string Home = "192.0.2.1";

    [Fact]
    public async Task Nobody_takes_over_a_user_who_holds_more_by_password_key_code_or_unlocking()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await using (LocalClient root = await store.ConnectAsync("root-admin", "correct horse battery"))
        {
            await Authenticator.EnrollAsync(store, root, "correct horse battery");
        }

        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("root-admin"), null));
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);
        UserReference more = new("root-admin");
        using Secret mine = Secret.FromChars("what I should like");

        await admin.RefusedAsync("AccessDenied", new SetPassword(more, mine));
        await admin.RefusedAsync("AccessDenied", new SetPassword(more, null));
        await admin.RefusedAsync("AccessDenied", new CreateAccessKey(more, null));
        await admin.RefusedAsync("AccessDenied", new EnableAccessKey(new AccessKeyReference(key.AccessKeyId)));
        await admin.RefusedAsync("AccessDenied", new RemoveOneTimePassword(more));
        await admin.RefusedAsync("AccessDenied", new SetConsoleAccess(more, ConsoleAccess.On));
        await admin.RefusedAsync("AccessDenied", new UnlockUser(more));
        await store.KeptOutAsync("OneTimePasswordRequired", Home, "root-admin", "correct horse battery");
    }

    [Fact]
    public async Task An_ending_role_is_not_outlasted_by_a_credential_given_to_another()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient admin = await store.SignInAsync("passing", []);
        await store.Local.DoAsync(new AssignRole(new UserReference("passing"), "Administrator", store.Clock.GetUtcNow().AddDays(1)));
        using Secret password = Secret.FromChars("password one");

        await admin.RefusedAsync("AccessDenied", new CreateAccessKey(new UserReference("root-admin"), null));
        await admin.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), password));
        await admin.RefusedAsync("AccessDenied", new CreateUser("accomplice", ["Administrator"], ConsoleAccess.On, password, null));
    }

    [Fact]
    public async Task An_own_key_never_extends_an_ending_grant_role_or_user()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        UserReference reference = new("jane");
        DateTimeOffset end = store.Clock.GetUtcNow().AddHours(1);
        await store.Local.DoAsync(new AssignRole(reference, "FullSupport", end));
        await store.Local.DoAsync(new GrantConnector(reference, new ConnectorReference("web01"), end));
        await using LocalClient jane = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(reference, null)));
        NewAccessKey own = await jane.DoAsync(new CreateAccessKey(reference, store.Clock.GetUtcNow().AddYears(1)));
        await using LocalClient again = await store.ConnectAsync(own);
        Assert.Single(await again.ListAsync(new ListConnectors([])));

        store.Clock.Advance(TimeSpan.FromHours(1));

        await again.RefusedAsync("AccessDenied", new ListConnectors([]));
        await again.RefusedAsync("AccessDenied", new UpdateUser(reference, null));
    }

    [Fact]
    public async Task Nothing_a_removed_user_signed_in_with_is_good_any_more()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        UserReference reference = new("jane");
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(reference, null));
        await using LocalClient byKey = await store.ConnectAsync(key);
        await using LocalClient byPassword = await store.ConnectAsync("jane", "password one");

        await store.Local.DoAsync(new RemoveUser(reference));
        await store.AddUserAsync("jane", "password two", "Administrator");

        await byKey.RefusedAsync("SessionEnded", new ListUsers([]));
        await byPassword.RefusedAsync("SessionEnded", new ListUsers([]));
        await store.KeptOutAsync("SignInFailed", Home, "jane", "password one");
        Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync(key))).ErrorId);
    }

    [Fact]
    public async Task A_new_user_of_a_removed_ones_name_starts_without_history_codes_counts_or_known_addresses()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, 5, null));
        User first = await store.AddUserAsync("jane", "password one", "Viewer");
        await using (LocalClient jane = await store.ConnectAsync(Home, "jane", "password one"))
        {
            await Authenticator.EnrollAsync(store, jane, "password one");
        }

        using Secret two = Secret.FromChars("password two");
        await store.Local.DoAsync(new SetPassword(new UserReference("jane"), two));
        for (int i = 0; i < 6; i++)
        {
            await store.KeptOutAsync("SignInFailed", "198.51.100.7", "jane", "not the one");
        }

        await store.Local.DoAsync(new RemoveUser(new UserReference("jane")));
        User second = await store.AddUserAsync("JANE", "password one", "Viewer");

        using (StateConnection db = store.Database.Connect())
        {
            foreach (string table in new[] { "former_password", "console_use", "known_address", "one_time_password", "recovery_code", "access_key" })
            {
                Assert.Equal(0, db.QueryScalar<long>($"SELECT count(*) FROM {table} WHERE user_id IN (@first, @second)", new { first = first.Id.ToString(), second = second.Id.ToString() }));
            }
        }

        await using LocalClient again = await store.ConnectAsync("203.0.113.9", "jane", "password one");
    }

    [Fact]
    public async Task Failures_with_a_name_before_there_was_a_user_do_not_slow_the_user_down()
    {
        await using Store store = await Store.CreateAsync();
        for (int i = 0; i < 6; i++)
        {
            await store.KeptOutAsync("SignInFailed", "198.51.100.7", "jane", "not the one");
        }

        await store.AddUserAsync("jane", "password one", "Viewer");

        await using LocalClient jane = await store.ConnectAsync("198.51.100.7", "jane", "password one");
    }

    [Theory]
    [InlineData("JANE-KIM", true)]
    [InlineData("jane-\u212Aim", false)]
    [InlineData("jane-kim ", false)]
    [InlineData("jane-kim\0", false)]
    [InlineData("jаne-kim", false)]
    [InlineData("jane-kım", false)]
    [InlineData("ｊane-kim", false)]
    [InlineData("jane\u200B-kim", false)]
    public async Task A_name_is_signed_in_with_in_any_case_and_in_no_look_alike(string typed, bool isSame)
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane-kim", "password one", "Viewer");

        if (isSame)
        {
            await using LocalClient jane = await store.ConnectAsync("local", typed, "password one");
            Assert.Equal("jane-kim", jane.Session.Principal);
        }
        else
        {
            await store.KeptOutAsync("SignInFailed", "local", typed, "password one");
        }
    }

    [Fact]
    public async Task Another_case_of_a_name_has_no_count_of_its_own()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        foreach (string name in new[] { "jane", "Jane", "JANE", "jAne", "jaNe", "janE" })
        {
            await store.KeptOutAsync("SignInFailed", Home, name, "not the one");
        }

        await store.KeptOutAsync("TooManyAttempts", Home, "JAne", "password one");
    }

    [Fact]
    public async Task A_key_id_is_signed_in_with_as_it_is_written_only()
    {
        await using Store store = await Store.CreateAsync();

        SignInException failure = await Assert.ThrowsAsync<SignInException>(() => LocalClient.ConnectAsync(
            store.Description, new SignIn.AccessKey(store.AdministratorKey.AccessKeyId.ToLowerInvariant(), store.AdministratorKey.SecretAccessKey), default));

        Assert.Equal("SignInFailed", failure.ErrorId);
    }

    [Fact]
    public async Task A_disabled_users_sessions_end_and_no_credential_opens_anything()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        UserReference reference = new("jane");
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(reference, null));
        await using LocalClient byKey = await store.ConnectAsync(key);
        await using LocalClient byPassword = await store.ConnectAsync("jane", "password one");

        await store.Local.DoAsync(new DisableUser(reference));

        await byKey.RefusedAsync("SessionEnded", new ListUsers([]));
        await byPassword.RefusedAsync("SessionEnded", new ListUsers([]));
        await store.KeptOutAsync("SignInFailed", Home, "jane", "password one");
        await store.KeptOutAsync("SignInFailed", Home, "jane", "password one", next: "password two");
        await store.Local.DoAsync(new EnableUser(reference));
        await byPassword.RefusedAsync("SessionEnded", new ListUsers([]));
        await byKey.ListAsync(new ListUsers([]));
    }

    [Fact]
    public async Task Console_access_that_is_off_is_not_entered_by_a_new_password()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        await store.Local.DoAsync(new SetConsoleAccess(new UserReference("jane"), ConsoleAccess.Off));

        await store.KeptOutAsync("SignInFailed", Home, "jane", "password one", next: "password two");
        await store.KeptOutAsync("SignInFailed", Home, "jane", "password two");
    }
}
