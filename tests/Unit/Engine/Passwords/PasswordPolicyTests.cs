using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Passwords;

public sealed class PasswordPolicyTests
{
    private const string Home = "192.0.2.1";

    [Fact]
    public async Task The_policy_is_eight_characters_until_somebody_changes_it()
    {
        await using Store store = await Store.CreateAsync();
        PasswordPolicy initial = new() { MinimumLength = 8, RequiredClasses = 0, History = 0, MaximumAgeDays = 0 };

        Assert.Equal(initial, await store.Local.DoAsync(new GetPasswordPolicy()));
        Assert.Equal(initial with { History = 3 }, await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, 3, null)));
        Assert.Equal(initial with { History = 3, MaximumAgeDays = 90 }, await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, null, 90)));
        Assert.Equal("history 3", (await store.AuditAsync()).First(one => one.Operation == "updatePasswordPolicy").Reason);
    }

    [Theory]
    [InlineData(7, 0, 0, 0)]
    [InlineData(129, 0, 0, 0)]
    [InlineData(8, 5, 0, 0)]
    [InlineData(8, -1, 0, 0)]
    [InlineData(8, 0, 25, 0)]
    [InlineData(8, 0, 0, -1)]
    public async Task A_policy_outside_its_bounds_is_refused(int length, int classes, int history, int age)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", new UpdatePasswordPolicy(length, classes, history, age));
    }

    [Theory]
    [InlineData("elevenchars", 12, 0, false)]
    [InlineData("twelve chars", 12, 0, true)]
    [InlineData("lowercaseonly", 8, 2, false)]
    [InlineData("lowercase0nly", 8, 2, true)]
    [InlineData("Lowercase0nly", 8, 4, false)]
    [InlineData("Lowercase0nly!", 8, 4, true)]
    [InlineData("ÄÖÜäöü密碼", 8, 3, true)]
    public void A_password_is_held_to_length_and_classes(string text, int length, int classes, bool accepted)
    {
        using Secret password = Secret.FromChars(text);
        PasswordPolicy policy = new() { MinimumLength = length, RequiredClasses = classes, History = 0, MaximumAgeDays = 0 };

        InvalidRequestException? refusal = Record.Exception(() => PasswordRules.RequireAcceptable(policy, password)) as InvalidRequestException;

        Assert.Equal(accepted, refusal is null);
    }

    [Fact]
    public async Task Every_way_to_set_a_password_is_held_to_the_policy()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await using LocalClient admin = await store.ConnectAsync("root-admin", "correct horse battery");
        await store.Local.DoAsync(new UpdatePasswordPolicy(20, null, null, null));
        using Secret old = Secret.FromChars("correct horse battery");
        using Secret tooShort = Secret.FromChars("nineteen characters");

        await store.Local.RefusedAsync("InvalidPassword", new CreateUser("jane", [], ConsoleAccess.On, tooShort, null));
        await store.Local.RefusedAsync("InvalidPassword", new SetPassword(new UserReference("root-admin"), tooShort));
        await admin.RefusedAsync("InvalidPassword", new ChangeOwnPassword(old, tooShort));
        await store.KeptOutAsync("InvalidPassword", Home, "root-admin", "correct horse battery", next: "nineteen characters");
        await using LocalClient again = await store.ConnectAsync("root-admin", "correct horse battery");
    }

    [Fact]
    public async Task The_last_passwords_are_not_taken_again()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, 2, null));
        await store.AddUserAsync("jane", "password one");
        UserReference jane = new("jane");
        using Secret one = Secret.FromChars("password one");
        using Secret two = Secret.FromChars("password two");
        using Secret three = Secret.FromChars("password three");

        await store.Local.RefusedAsync("InvalidPassword", new SetPassword(jane, one));
        await store.Local.DoAsync(new SetPassword(jane, two));
        await store.Local.RefusedAsync("InvalidPassword", new SetPassword(jane, one));
        await store.Local.DoAsync(new SetPassword(jane, three));
        await store.Local.DoAsync(new SetPassword(jane, null));
        await store.Local.RefusedAsync("InvalidPassword", new SetPassword(jane, three));
        await store.Local.RefusedAsync("InvalidPassword", new SetPassword(jane, two));
        await store.Local.DoAsync(new SetPassword(jane, one));
    }

    [Fact]
    public async Task Who_may_not_set_a_password_learns_nothing_of_those_that_the_user_had()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, 5, null));
        await store.Local.DoAsync(new CreateRole("UserAdmin", ["RBAC_ADMIN"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient admin = await store.SignInAsync("user-admin", ["UserAdmin"]);
        using Secret guess = Secret.FromChars("correct horse battery");
        using Secret other = Secret.FromChars("incorrect horse battery");

        EngineException right = await admin.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), guess));
        EngineException wrong = await admin.RefusedAsync("AccessDenied", new SetPassword(new UserReference("root-admin"), other));

        Assert.Equal(wrong.Message, right.Message);
    }

    [Fact]
    public async Task An_expired_password_closes_the_console_and_leaves_keys_working()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, null, 30));
        await using (await store.ConnectAsync("jane", "password one"))
        {
        }

        store.Clock.Advance(TimeSpan.FromDays(30));

        await store.KeptOutAsync("PasswordExpired", Home, "jane", "password one");
        await store.KeptOutAsync("SignInFailed", Home, "jane", "password two");
        await using LocalClient programmatic = await store.ConnectAsync(key);
        await programmatic.ListAsync(new ListUsers([]));
    }

    [Fact]
    public async Task An_expired_password_is_replaced_at_the_sign_in()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, 1, 30));
        store.Clock.Advance(TimeSpan.FromDays(31));

        await store.KeptOutAsync("SignInFailed", Home, "jane", "not the one", next: "password two");
        await store.KeptOutAsync("InvalidPassword", Home, "jane", "password one", next: "password one");
        await using (LocalClient jane = await store.ConnectAsync(Home, "jane", "password one", next: "password two"))
        {
            Assert.Single(await jane.ListAsync(new ListUsers([])));
        }

        await store.KeptOutAsync("SignInFailed", Home, "jane", "password one");
        await using LocalClient again = await store.ConnectAsync("jane", "password two");
        Assert.Equal(
            ["signIn Refused", "signIn Refused", "changeOwnPassword Succeeded", "signIn Succeeded"],
            (await store.AuditAsync()).Where(one => one.Operation is "signIn" or "changeOwnPassword" && one.Outcome is not AuditOutcome.Failed)
                .Take(4).Select(one => $"{one.Operation} {one.Outcome}"));
    }

    [Fact]
    public async Task The_age_of_a_password_never_keeps_the_last_administrator_out()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, null, 1));
        store.Clock.Advance(TimeSpan.FromDays(2));

        await using (LocalClient admin = await store.ConnectAsync("root-admin", "correct horse battery"))
        {
            Assert.True(admin.Session.PasswordExpired);
        }

        await store.Local.DoAsync(new CreateUser("second", ["Administrator"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateAccessKey(new UserReference("second"), null));
        await store.KeptOutAsync("PasswordExpired", Home, "root-admin", "correct horse battery");
    }

    [Fact]
    public async Task Of_several_administrators_with_expired_passwords_none_is_shut_out()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await store.AddUserAsync("second", "password one", "Administrator");
        await store.AddUserAsync("jane", "password one", "Viewer");
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, null, 1));
        store.Clock.Advance(TimeSpan.FromDays(2));

        await using LocalClient first = await store.ConnectAsync("root-admin", "correct horse battery");
        await using LocalClient second = await store.ConnectAsync("second", "password one");
        await store.KeptOutAsync("PasswordExpired", Home, "jane", "password one");
    }

    [Fact]
    public async Task A_change_of_the_password_ends_the_users_other_console_sessions()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        await using LocalClient here = await store.ConnectAsync("jane", "password one");
        await using LocalClient there = await store.ConnectAsync("jane", "password one");
        await using LocalClient key = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null)));
        using Secret old = Secret.FromChars("password one");
        using Secret next = Secret.FromChars("password two");

        await here.DoAsync(new ChangeOwnPassword(old, next));

        await here.ListAsync(new ListUsers([]));
        await key.ListAsync(new ListUsers([]));
        await there.RefusedAsync("SessionEnded", new ListUsers([]));
    }
}
