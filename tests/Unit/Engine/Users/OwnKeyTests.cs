using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>Access keys of one's own, by the setting <c>selfKeys</c>; and the change from one key to the next.</summary>
public sealed class OwnKeyTests
{
    private static readonly UserReference s_jane = new("jane");

    [Fact]
    public async Task Own_keys_are_made_disabled_and_removed_while_the_setting_is_on()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));

        NewAccessKey made = await jane.DoAsync(new CreateAccessKey(s_jane, null));
        AccessKeyReference key = new(made.AccessKeyId);
        Assert.False((await jane.DoAsync(new DisableAccessKey(key))).Enabled);
        await jane.RefusedAsync("AccessDenied", new EnableAccessKey(key));
        await jane.DoAsync(new RemoveAccessKey(key));

        await store.Local.DoAsync(new UpdateSetting("selfKeys", null));
        await jane.RefusedAsync("AccessDenied", new CreateAccessKey(s_jane, null));
    }

    [Fact]
    public async Task Who_owns_accounts_makes_own_keys_as_others_do()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        await using LocalClient jane = await store.SignInAsync("jane", ["AccountOwner"]);

        NewAccessKey made = await jane.DoAsync(new CreateAccessKey(s_jane, null));

        await jane.DoAsync(new RemoveAccessKey(new AccessKeyReference(made.AccessKeyId)));
    }

    [Fact]
    public async Task While_the_setting_is_off_the_refusal_and_the_explanation_say_so()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        AccessKey own = Assert.Single(await jane.ListAsync(new ListAccessKeys([])));

        EngineException refusal = await jane.RefusedAsync("AccessDenied", new CreateAccessKey(s_jane, null));
        await jane.RefusedAsync("AccessDenied", new DisableAccessKey(new AccessKeyReference(own.AccessKeyId)));
        await jane.RefusedAsync("AccessDenied", new RemoveAccessKey(new AccessKeyReference(own.AccessKeyId)));
        AccessDecision off = await jane.DoAsync(new TestAccess(s_jane, "createAccessKey", null, null, null) { TargetUser = s_jane });
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        AccessDecision on = await jane.DoAsync(new TestAccess(s_jane, "createAccessKey", null, null, null) { TargetUser = s_jane });

        Assert.Contains("selfKeys is off", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("the setting selfKeys", off.SmallestChange);
        Assert.Equal((false, true), (off.Allowed, on.Allowed));
    }

    [Fact]
    public async Task The_setting_gives_nobody_anothers_keys()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        await store.Local.DoAsync(new CreateUser("joan", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey other = await store.Local.DoAsync(new CreateAccessKey(new UserReference("joan"), null));
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        await using LocalClient sees = await store.SignInAsync("sees", ["ComplianceAdministrator"]);

        await jane.RefusedAsync("NotFound", new CreateAccessKey(new UserReference("joan"), null));
        await jane.RefusedAsync("NotFound", new RemoveAccessKey(new AccessKeyReference(other.AccessKeyId)));
        await sees.RefusedAsync("AccessDenied", new CreateAccessKey(new UserReference("joan"), null));
        await sees.RefusedAsync("AccessDenied", new DisableAccessKey(new AccessKeyReference(other.AccessKeyId)));
    }

    [Fact]
    public async Task An_own_key_ends_with_its_user_and_none_is_given_a_later_end()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(10);
        await store.Local.DoAsync(new UpdateUser(s_jane, end));

        await jane.RefusedAsync("AccessDenied", new CreateAccessKey(s_jane, end.AddSeconds(1)));
        NewAccessKey made = await jane.DoAsync(new CreateAccessKey(s_jane, null));
        await store.Local.DoAsync(new UpdateUser(s_jane, end.AddDays(10)));
        store.Clock.Advance(TimeSpan.FromDays(11));

        Assert.Equal(end, made.Until);
        Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync(made))).ErrorId);
    }

    [Fact]
    public async Task An_own_key_made_with_a_key_ends_no_later_than_that()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        await store.AddUserAsync("jane", "password one", "Viewer");
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(10);
        await using LocalClient jane = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(s_jane, end)));

        EngineException refusal = await jane.RefusedAsync("AccessDenied", new CreateAccessKey(s_jane, end.AddSeconds(1)));
        NewAccessKey next = await jane.DoAsync(new CreateAccessKey(s_jane, null));
        await using LocalClient again = await store.ConnectAsync(next);
        await again.DoAsync(new RemoveAccessKey(new AccessKeyReference(jane.Session.AccessKeyId!)));
        NewAccessKey last = await again.DoAsync(new CreateAccessKey(s_jane, null));
        await again.DoAsync(new RemoveAccessKey(new AccessKeyReference(last.AccessKeyId)));
        NewAccessKey sooner = await again.DoAsync(new CreateAccessKey(s_jane, end.AddDays(-1)));

        Assert.Contains("outlasts the key that one signed in with", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([end, end, end.AddDays(-1)], new[] { next, last, sooner }.Select(key => key.Until));
        await again.DoAsync(new RemoveAccessKey(new AccessKeyReference(sooner.AccessKeyId)));
        await using LocalClient console = await store.ConnectAsync("jane", "password one");
        Assert.Null((await console.DoAsync(new CreateAccessKey(s_jane, null))).Until);
    }

    [Fact]
    public async Task An_own_key_ends_with_what_ends_first_of_its_user_and_the_key_signed_in_with()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("selfKeys", ["true"]));
        DateTimeOffset now = store.Clock.GetUtcNow();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, now.AddDays(5)));
        await using LocalClient jane = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(s_jane, now.AddDays(10))));

        Assert.Equal(now.AddDays(5), (await jane.DoAsync(new CreateAccessKey(s_jane, null))).Until);
    }

    [Fact]
    public async Task An_administrator_who_signed_in_with_an_ending_key_makes_no_lasting_one_either()
    {
        await using Store store = await Store.CreateAsync();
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(10);
        UserReference root = new("root-admin");
        await using LocalClient admin = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(root, end)));
        await store.Local.DoAsync(new CreateUser("second", ["Administrator"], ConsoleAccess.Off, null, null));
        await store.Local.DoAsync(new CreateAccessKey(new UserReference("second"), null));
        await store.Local.DoAsync(new RemoveAccessKey(new AccessKeyReference(store.AdministratorKey.AccessKeyId)));

        Assert.Equal(end, (await admin.DoAsync(new CreateAccessKey(root, null))).Until);
    }

    [Fact]
    public async Task Two_keys_overlap_while_one_replaces_the_other()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey old = await store.Local.DoAsync(new CreateAccessKey(s_jane, null));
        store.Clock.Advance(TimeSpan.FromDays(100));
        NewAccessKey next = await store.Local.DoAsync(new CreateAccessKey(s_jane, null));
        await using LocalClient before = await store.ConnectAsync(old);
        await using LocalClient after = await store.ConnectAsync(next);
        await before.ListAsync(new ListUsers([]));
        await after.ListAsync(new ListUsers([]));

        AccessKey[] keys = [.. await store.Local.ListAsync(new ListAccessKeys(["jane"]))];
        await store.Local.DoAsync(new DisableAccessKey(new AccessKeyReference(old.AccessKeyId)));

        Assert.Equal([TimeSpan.FromDays(100), TimeSpan.Zero], keys.Select(key => key.Age));
        await before.RefusedAsync("SessionEnded", new ListUsers([]));
        await after.ListAsync(new ListUsers([]));
        await store.Local.DoAsync(new RemoveAccessKey(new AccessKeyReference(old.AccessKeyId)));
        await store.Local.DoAsync(new CreateAccessKey(s_jane, null));
    }

    [Fact]
    public async Task A_key_tells_where_it_was_last_used_from()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(s_jane, null));
        await using (LocalClient jane = await LocalClient.ConnectAsync(
            store.Description with { Address = "2001:db8::17" }, new SignIn.AccessKey(key.AccessKeyId, key.SecretAccessKey), default))
        {
            await jane.ListAsync(new ListUsers([]));
        }

        AccessKey used = Assert.Single(await store.Local.ListAsync(new ListAccessKeys(["jane"])));

        Assert.Equal(("2001:db8::17", "listUsers"), (used.LastUsedFrom, used.LastUsedOperation));
    }
}
