using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Mail;

public sealed class NotificationTests : IAsyncLifetime
{
    private static readonly AccountReference s_alice = new("web01/alice");

    private Store _store = null!;

    public async Task InitializeAsync()
    {
        _store = await Store.CreateAsync("alice", "bob");
        await _store.Local.DoAsync(new UpdateAccount(s_alice, "alice@example.org", null, null, null, null));
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [SkippableFact]
    public async Task An_accounts_address_is_told_of_its_backups_restores_and_downloads()
    {
        Skip.IfNot(SmtpScene.IsPossible, SmtpScene.Reason);
        await using SmtpScene smtp = new();
        await using (LocalClient client = await _store.SignInAsAdministratorAsync())
        {
            await SetAsync(smtp.Port);
            Backup backup = await client.DoAsync(new BackupAccount(s_alice, []));
            RestoreSelection selection = new(null, new BackupReference(backup), [], []);
            await client.DoAsync(new RestoreKeep(selection));
            await client.DoAsync(new RestoreToFolder(selection, Path.Combine(_store.Root, "out"), RestoreConflict.Keep));
            await client.DoAsync(new CreateDownload(selection, DownloadFormat.Zip));
            await client.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        }

        Assert.Equal(["Backup", "Download", "Restore", "Restore"], smtp.Messages.Select(message => SubjectOf(message).Split(' ')[0]).Order());
        string first = smtp.Messages.Single(message => SubjectOf(message) == "Backup of web01/alice is done");
        Assert.Contains("From: BackupAccess <backups@example.org>\n", first.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("To: alice@example.org\n", first.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("By: root-admin", first, StringComparison.Ordinal);
        Assert.Equal(0, (await _store.Local.DoAsync(new GetMailServer()))!.Waiting);
    }

    [SkippableFact]
    public async Task A_failure_and_a_clone_are_told_of_too_and_a_success_only_where_it_is_wanted()
    {
        Skip.IfNot(SmtpScene.IsPossible, SmtpScene.Reason);
        await using SmtpScene smtp = new();
        await using (LocalClient client = await _store.SignInAsAdministratorAsync())
        {
            await SetAsync(smtp.Port);
            Backup bobs = await client.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
            await client.DoAsync(new CloneAccount(new RestoreSelection(null, new BackupReference(bobs), [], []), s_alice, RestoreConflict.Keep));
            await client.DoAsync(new UpdateSetting("mail.successes", ["false"]));
            await client.DoAsync(new BackupAccount(s_alice, []));
            Directory.Delete(Path.Combine(_store.AccountsPath, "alice"), recursive: true);
            await client.RefusedAsync("SourceUnavailable", new BackupAccount(s_alice, []));
        }

        Assert.Equal(["Backup of web01/alice failed", "Restore of web01/alice is done"], smtp.Messages.Select(SubjectOf).Order());
    }

    [SkippableFact]
    public async Task What_can_not_be_sent_is_told_once_and_sent_by_whoever_comes_next()
    {
        Skip.IfNot(SmtpScene.IsPossible, SmtpScene.Reason);
        await SetAsync(port: 1);
        await BackUpAsync();
        _store.Clock.Advance(TimeSpan.FromHours(1));
        await BackUpAsync();
        Assert.Equal(2, (await _store.Local.DoAsync(new GetMailServer()))!.Waiting);
        Assert.Equal(2, (await FailuresAsync()).Count);

        await using SmtpScene smtp = new();
        await SetAsync(smtp.Port);
        await BackUpAsync();

        Assert.Equal(3, smtp.Messages.Count);
    }

    [SkippableFact]
    public async Task A_message_that_is_refused_holds_up_no_other_and_is_given_up_after_three_days()
    {
        Skip.IfNot(SmtpScene.IsPossible, SmtpScene.Reason);
        await using SmtpScene smtp = new();
        await SetAsync(smtp.Port);
        await _store.Local.DoAsync(new UpdateAccount(s_alice, "refused@example.org", null, null, null, null));
        await BackUpAsync();
        await _store.Local.DoAsync(new UpdateAccount(s_alice, "alice@example.org", null, null, null, null));
        await BackUpAsync();

        Assert.Single(smtp.Messages);
        Assert.Equal(1, (await _store.Local.DoAsync(new GetMailServer()))!.Waiting);

        _store.Clock.Advance(TimeSpan.FromDays(4));
        await BackUpAsync();
        Assert.Equal(0, (await _store.Local.DoAsync(new GetMailServer()))!.Waiting);
        Assert.Contains((await FailuresAsync()).Select(failure => failure.Reason), reason => reason!.StartsWith("given up: ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_connection_is_encrypted_as_asked_or_there_is_none()
    {
        Skip.IfNot(SmtpScene.IsPossible, SmtpScene.Reason);
        await using SmtpScene plain = new();

        await _store.Local.DoAsync(new UpdateMailServer("127.0.0.1", plain.Port, MailSecurity.StartTls, "backups@example.org", null, null));
        MailTest test = await _store.Local.DoAsync(new TestMailServer("jane@example.org"));
        await SetAsync(plain.Port);
        MailTest passed = await _store.Local.DoAsync(new TestMailServer("jane@example.org"));
        MailTest refused = await _store.Local.DoAsync(new TestMailServer("refused@example.org"));

        Assert.False(test.Passed);
        Assert.Contains("doesn't offer", test.Problem, StringComparison.Ordinal);
        Assert.True(passed.Passed);
        Assert.Contains("no such mailbox", refused.Problem, StringComparison.Ordinal);
        Assert.Single(plain.Messages);
    }

    [Fact]
    public async Task A_password_is_sealed_goes_over_no_open_line_and_to_no_other_server()
    {
        using Secret password = Secret.FromChars("a password of mail");
        await _store.Local.RefusedAsync("InvalidValue", new UpdateMailServer("localhost", 25, MailSecurity.None, "backups@example.org", "jane", password));
        await _store.Local.RefusedAsync("InvalidValue", new UpdateMailServer("localhost", 25, MailSecurity.Tls, "backups@example.org", "jane", null));
        await _store.Local.DoAsync(new UpdateMailServer("localhost", 25, MailSecurity.Tls, "backups@example.org", "jane", password));
        await _store.Local.DoAsync(new RotateSealingKey());
        byte[] state = await File.ReadAllBytesAsync(Path.Combine(_store.StatePath, "state.db"));
        Assert.Equal(-1, state.AsSpan().IndexOf("a password of mail"u8));

        MailServer other = await _store.Local.DoAsync(new UpdateMailServer("example.org", 465, MailSecurity.Tls, "backups@example.org", null, null));

        Assert.Null(other.UserName);
    }

    [Theory]
    [InlineData("not a host", 25, "backups@example.org")]
    [InlineData("localhost", 0, "backups@example.org")]
    [InlineData("localhost", 25, "nobody")]
    [InlineData("localhost", 25, "a@example.org\r\nBcc: b@example.org")]
    public async Task What_is_no_server_or_no_address_is_refused(string host, int port, string from) =>
        await _store.Local.RefusedAsync("InvalidValue", new UpdateMailServer(host, port, MailSecurity.None, from, null, null));

    [Fact]
    public async Task Without_a_server_nothing_is_kept_to_be_sent()
    {
        await _store.Local.DoAsync(new BackupAccount(s_alice, []));
        await SetAsync(port: 1);

        Assert.Equal(0, (await _store.Local.DoAsync(new GetMailServer()))!.Waiting);
        await _store.Local.DoAsync(new RemoveMailServer());
        Assert.Null(await _store.Local.DoAsync(new GetMailServer()));
        await _store.Local.RefusedAsync("NotFound", new RemoveMailServer());
    }

    private async Task SetAsync(int port)
    {
        await using LocalClient client = await _store.SignInAsAdministratorAsync();
        await client.DoAsync(new UpdateMailServer("127.0.0.1", port, MailSecurity.None, "backups@example.org", null, null));
    }

    /// <summary>In a session of its own, whose end waits for what it sends.</summary>
    private async Task BackUpAsync()
    {
        await using LocalClient client = await _store.SignInAsAdministratorAsync();
        await client.DoAsync(new BackupAccount(s_alice, []));
    }

    private Task<List<AuditEvent>> FailuresAsync() => _store.Local.ListAsync(new ListAuditEvents([], ["sendNotification"], [], null, null, null, null));

    private static string SubjectOf(string message) =>
        message.ReplaceLineEndings("\n").Split('\n').Single(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];
}
