using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

public sealed class SignInTests
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_fail_alike()
    {
        await using Store store = await Store.CreateWithPasswordAsync();

        SignInException wrong = await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync("root-admin", "wrong horse battery"));
        SignInException unknown = await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync("nobody", "wrong horse battery"));

        Assert.Equal(("SignInFailed", "SignInFailed"), (wrong.ErrorId, unknown.ErrorId));
        Assert.Equal(wrong.Message.Replace("root-admin", "nobody", StringComparison.Ordinal), unknown.Message);
    }

    [Fact]
    public async Task A_session_by_password_acts_as_its_user()
    {
        await using Store store = await Store.CreateWithPasswordAsync();

        await using LocalClient admin = await store.ConnectAsync("root-admin", "correct horse battery");

        Assert.Equal(("root-admin", SignInMethod.Password), (admin.Session.Principal, admin.Session.Method));
        Assert.NotEmpty(await admin.ListAsync(new ListUsers([])));
    }

    [Fact]
    public async Task Console_access_off_refuses_the_password_ends_sessions_and_leaves_keys_working()
    {
        await using Store store = await Store.CreateAsync();
        UserReference jane = new("jane");
        using Secret password = Secret.FromChars("another password");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.On, password, null));
        await using LocalClient console = await store.ConnectAsync("jane", "another password");
        await using LocalClient key = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(jane, null)));

        await store.Local.DoAsync(new SetConsoleAccess(jane, ConsoleAccess.Off));

        Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync("jane", "another password"))).ErrorId);
        Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync("jane", "not the password"))).ErrorId);
        await console.RefusedAsync("SessionEnded", new ListUsers([]));
        Assert.Single(await key.ListAsync(new ListUsers([])));
    }

    [Fact]
    public async Task Switching_console_access_on_again_revives_no_old_session()
    {
        await using Store store = await Store.CreateAsync();
        UserReference jane = new("jane");
        using Secret password = Secret.FromChars("another password");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.On, password, null));
        await using LocalClient console = await store.ConnectAsync("jane", "another password");

        await store.Local.DoAsync(new SetConsoleAccess(jane, ConsoleAccess.Off));
        await store.Local.DoAsync(new SetConsoleAccess(jane, ConsoleAccess.On));

        await console.RefusedAsync("SessionEnded", new ListUsers([]));
    }

    [Fact]
    public async Task A_disabled_key_is_refused_at_once_and_works_again_when_enabled()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey made = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        await using LocalClient jane = await store.ConnectAsync(made);
        AccessKeyReference key = new(made.AccessKeyId);

        await store.Local.DoAsync(new DisableAccessKey(key));

        await jane.RefusedAsync("SessionEnded", new ListUsers([]));
        Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync(made))).ErrorId);
        await store.Local.DoAsync(new EnableAccessKey(key));
        await using LocalClient again = await store.ConnectAsync(made);
    }

    [Fact]
    public async Task A_wrong_secret_tells_nothing_of_a_disabled_key()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey made = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        await store.Local.DoAsync(new DisableAccessKey(new AccessKeyReference(made.AccessKeyId)));
        using Secret wrong = Secret.FromChars("not the secret");

        SignInException failure = await Assert.ThrowsAsync<SignInException>(() =>
            LocalClient.ConnectAsync(store.Description, new SignIn.AccessKey(made.AccessKeyId, wrong), default));

        Assert.Equal("SignInFailed", failure.ErrorId);
    }

    [Fact]
    public async Task A_third_access_key_is_refused()
    {
        await using Store store = await Store.CreateAsync();
        UserReference admin = new("root-admin");
        await store.Local.DoAsync(new CreateAccessKey(admin, null));

        await store.Local.RefusedAsync("QuotaExceeded", new CreateAccessKey(admin, null));
    }

    [Fact]
    public async Task A_keys_last_use_is_written_down()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        await jane.ListAsync(new ListUsers([]));

        AccessKey key = Assert.Single(await store.Local.ListAsync(new ListAccessKeys(["jane"])));

        Assert.Equal(store.Clock.GetUtcNow(), key.LastUsed);
        Assert.Equal(("local", "listUsers"), (key.LastUsedFrom, key.LastUsedOperation));
    }

    [Fact]
    public async Task An_expired_user_and_an_expired_key_stop_by_the_clock()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        await store.Local.DoAsync(new UpdateUser(new UserReference("jane"), store.Clock.GetUtcNow().AddHours(1)));
        await jane.ListAsync(new ListUsers([]));

        store.Clock.Advance(TimeSpan.FromHours(1));

        await jane.RefusedAsync("SessionEnded", new ListUsers([]));
    }

    [Fact]
    public async Task The_own_password_is_changed_with_the_old_one_only()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await using LocalClient admin = await store.ConnectAsync("root-admin", "correct horse battery");
        using Secret old = Secret.FromChars("correct horse battery");
        using Secret wrong = Secret.FromChars("wrong horse battery");
        using Secret next = Secret.FromChars("a new password");

        await admin.RefusedAsync("SignInFailed", new ChangeOwnPassword(wrong, next));
        await admin.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), next));
        await admin.DoAsync(new ChangeOwnPassword(old, next));

        await using LocalClient again = await store.ConnectAsync("root-admin", "a new password");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    public async Task A_password_outside_the_allowed_length_is_refused(string text)
    {
        await using Store store = await Store.CreateAsync();
        using Secret password = Secret.FromChars(text);

        await store.Local.RefusedAsync("InvalidPassword", new SetPassword(new UserReference("root-admin"), password));
    }

    [Fact]
    public async Task Roles_end_by_the_clock()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", []);
        await store.Local.DoAsync(new AssignRole(new UserReference("jane"), "Audit", store.Clock.GetUtcNow().AddHours(1)));
        await jane.ListAsync(new ListRoles([]));

        store.Clock.Advance(TimeSpan.FromHours(1));

        await jane.RefusedAsync("AccessDenied", new ListRoles([]));
    }
}
