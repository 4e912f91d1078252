using System.Reflection;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tests.OneTimePasswords;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

public sealed class CredentialReportTests
{
    [Fact]
    public async Task A_report_tells_what_each_user_has_how_old_it_is_and_when_it_was_used()
    {
        await using Store store = await Store.CreateAsync();
        DateTimeOffset began = store.Clock.GetUtcNow();
        await store.Local.DoAsync(new Engine.Passwords.UpdatePasswordPolicy(null, null, null, 60));
        await store.AddUserAsync("jane", "password one", "Viewer", "Audit");
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), began.AddYears(1)));
        store.Clock.Advance(TimeSpan.FromDays(1));
        await using (LocalClient jane = await store.ConnectAsync("192.0.2.1", "jane", "password one"))
        {
            await Authenticator.EnrollAsync(store, jane, "password one");
        }

        await using LocalClient programmatic = await store.ConnectAsync(key);

        CredentialReportEntry entry = Assert.Single(await store.Local.ListAsync(new GetCredentialReport(["jane"], null, null)));

        Assert.Equal(("jane", began, true, null, "Audit, Viewer"), (entry.User, entry.Created, entry.Enabled, (DateTimeOffset?)entry.Until, entry.Roles));
        Assert.Equal((true, true, true), (entry.ConsoleAccess, entry.PasswordEnabled, entry.MfaActive));
        Assert.Equal((began.AddDays(1), "192.0.2.1", began, began.AddDays(60)), (entry.PasswordLastUsed, entry.PasswordLastUsedFrom, entry.PasswordLastChanged, entry.PasswordNextRotation));
        Assert.Equal((key.AccessKeyId, true, began, began.AddDays(1)), (entry.AccessKey1Id, entry.AccessKey1Active, entry.AccessKey1LastRotated, entry.AccessKey1LastUsed));
        Assert.Equal(("local", "signIn", began.AddYears(1)), (entry.AccessKey1LastUsedFrom, entry.AccessKey1LastUsedOperation, entry.AccessKey1Until));
        Assert.Equal((null, false, false, false), (entry.AccessKey2Id, entry.AccessKey2Active, entry.AccessKey2Unused, entry.AccessKey2Old));
        Assert.Equal((false, false), (entry.Unused, entry.Old));
    }

    [Theory]
    [InlineData(44, false, false)]
    [InlineData(45, true, false)]
    [InlineData(89, true, false)]
    [InlineData(90, true, true)]
    public async Task A_credential_is_flagged_unused_after_45_days_and_old_after_90(int days, bool unused, bool old)
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));

        store.Clock.Advance(TimeSpan.FromDays(days));

        CredentialReportEntry entry = Assert.Single(await store.Local.ListAsync(new GetCredentialReport(["jane"], null, null)));
        Assert.Equal((unused, unused, false), (entry.PasswordUnused, entry.AccessKey1Unused, entry.AccessKey2Unused));
        Assert.Equal((old, old, false), (entry.PasswordOld, entry.AccessKey1Old, entry.AccessKey2Old));
    }

    [Fact]
    public async Task The_days_come_from_the_request_else_from_the_settings()
    {
        await using Store store = await Store.CreateAsync();
        store.Clock.Advance(TimeSpan.FromDays(10));

        Assert.False((await OfAdministratorAsync(null, null)).Unused);
        Assert.True((await OfAdministratorAsync(10, null)).Unused);
        await store.Local.DoAsync(new UpdateSetting("credentials.oldDays", ["7"]));
        Assert.True((await OfAdministratorAsync(null, null)).Old);
        Assert.False((await OfAdministratorAsync(null, 11)).Old);
        await store.Local.RefusedAsync("InvalidValue", new GetCredentialReport([], 0, null));

        async Task<CredentialReportEntry> OfAdministratorAsync(int? unused, int? old) =>
            Assert.Single(await store.Local.ListAsync(new GetCredentialReport(["root-admin"], unused, old)));
    }

    [Fact]
    public async Task What_opens_nothing_is_not_flagged()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        UserReference jane = new("jane");
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(jane, null));
        await store.Local.DoAsync(new SetConsoleAccess(jane, ConsoleAccess.Off));
        await store.Local.DoAsync(new DisableAccessKey(new AccessKeyReference(key.AccessKeyId)));

        store.Clock.Advance(TimeSpan.FromDays(100));

        CredentialReportEntry entry = Assert.Single(await store.Local.ListAsync(new GetCredentialReport(["jane"], null, null)));
        Assert.Equal((false, false, false, false), (entry.PasswordEnabled, entry.AccessKey1Active, entry.Unused, entry.Old));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_user_has_who_is_disabled_or_has_expired_opens_nothing(bool expires)
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        UserReference jane = new("jane");
        await store.Local.DoAsync(new CreateAccessKey(jane, null));
        await store.Local.DoAsync(new CreateAccessKey(jane, null));
        await (expires ? store.Local.DoAsync(new UpdateUser(jane, store.Clock.GetUtcNow().AddDays(1))) : store.Local.DoAsync(new DisableUser(jane)));

        store.Clock.Advance(TimeSpan.FromDays(100));

        CredentialReportEntry entry = Assert.Single(await store.Local.ListAsync(new GetCredentialReport(["jane"], null, null)));
        Assert.Equal((true, true, true), (entry.PasswordEnabled, entry.AccessKey1Active, entry.AccessKey2Active));
        Assert.Equal((false, false), (entry.Unused, entry.Old));
    }

    [Fact]
    public async Task A_report_holds_only_users_in_the_callers_reach()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("Reporter", ["COMPLIANCE"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient reporter = await store.SignInAsync("reporter", ["Reporter"]);
        await using LocalClient officer = await store.SignInAsync("officer", ["ComplianceAdministrator"]);
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"]);

        Assert.Equal(["reporter"], (await reporter.ListAsync(new GetCredentialReport([], null, null))).Select(entry => entry.User));
        Assert.Equal(["officer", "reporter", "root-admin", "viewer"], (await officer.ListAsync(new GetCredentialReport([], null, null))).Select(entry => entry.User));
        await viewer.RefusedAsync("AccessDenied", new GetCredentialReport([], null, null));
    }

    [Fact]
    public void Every_column_of_a_report_is_a_single_value()
    {
        Type[] flat = [typeof(string), typeof(bool), typeof(Guid), typeof(DateTimeOffset)];

        Assert.All(
            typeof(CredentialReportEntry).GetProperties(BindingFlags.Public | BindingFlags.Instance),
            property => Assert.Contains(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, flat));
    }
}
