using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>Zones, certificates, mail and FTP users of accounts made for the test. Needs root and useradd.</summary>
public sealed class PlacesTests : IAsyncLifetime
{
    private readonly string _etc = Directory.CreateTempSubdirectory("backupaccess-etc-").FullName;

    private LinuxScene _scene = null!;
    private AccountReference _account = null!;
    private string _user = "";

    public async Task InitializeAsync()
    {
        _scene = await LinuxScene.CreateAsync();
        if (LinuxScene.IsPossible)
        {
            _account = await _scene.AddAsync();
            _user = _account.Text["linux/".Length..];
            await _scene.Store.Local.DoAsync(new UpdateAccount(_account, null, null, null, ["Example.org"], null));
        }

        _scene.Store.WriteSources($$"""
            defaults:
              Zones: [{files: ["{{_etc}}/zones/{domain}.zone"]}]
              Certificates:
                - {files: ["{{_etc}}/archive/{domain}"], under: archive}
                - {files: ["{{_etc}}/live/{domain}"], under: live}
              Emails: [{files: ["/var/mail/{account}", "{home}/Maildir"]}]
              Ftp: [{entries: {{_etc}}/ftpd.passwd}]
            """);
        Directory.CreateDirectory(Path.Combine(_etc, "zones"));
    }

    public async Task DisposeAsync()
    {
        foreach (string mailbox in _user.Length > 0 && Directory.Exists("/var/mail") ? Directory.GetFiles("/var/mail", $"{_user}*") : [])
        {
            File.Delete(mailbox);
        }

        await _scene.DisposeAsync();
        Directory.Delete(_etc, recursive: true);
    }

    [SkippableFact]
    public async Task Zones_and_certificates_come_back_with_their_links_modes_and_owners()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        Write("zones/example.org.zone", "mine");
        Write("zones/other.org.zone", "another's");
        Write("archive/example.org/cert1.pem", "certificate");
        LinuxScene.Run("/bin/chmod", "640", Path.Combine(_etc, "zones/example.org.zone"));
        LinuxScene.Run("/bin/chown", "root:mail", Path.Combine(_etc, "zones/example.org.zone"));
        Directory.CreateDirectory(Path.Combine(_etc, "live/example.org"));
        File.CreateSymbolicLink(Path.Combine(_etc, "live/example.org/cert.pem"), "../../archive/example.org/cert1.pem");
        Backup backup = await BackUpAsync();
        File.Delete(Path.Combine(_etc, "zones/example.org.zone"));
        Directory.Delete(Path.Combine(_etc, "archive/example.org"), recursive: true);
        Directory.Delete(Path.Combine(_etc, "live/example.org"), recursive: true);

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Zones, BackupItem.Certificates);

        Assert.False(backup.Partial);
        Assert.Equal([BackupItem.Config, BackupItem.HomeDirectory, BackupItem.Zones, BackupItem.Certificates], backup.Items);
        Assert.Empty(result.Problems);
        Assert.Equal("mine", Read("zones/example.org.zone"));
        Assert.Equal("640 root mail", LinuxScene.Run("/usr/bin/stat", "-c", "%a %U %G", Path.Combine(_etc, "zones/example.org.zone")));
        Assert.Equal("certificate", Read("live/example.org/cert.pem"));
        Assert.Equal("another's", Read("zones/other.org.zone"));
    }

    [SkippableFact]
    public async Task A_zone_of_a_domain_that_is_not_the_accounts_any_more_is_not_put_back()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        Write("zones/example.org.zone", "mine");
        Backup backup = await BackUpAsync();
        Write("zones/example.org.zone", "another's by now");
        await _scene.Store.Local.DoAsync(new UpdateAccount(_account, null, null, null, [], null));

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Zones);

        Assert.Contains("\"example.org.zone\" has no place", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal("another's by now", Read("zones/example.org.zone"));
    }

    [SkippableFact]
    public async Task An_owner_puts_back_mail_and_nothing_that_is_the_systems()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        await using LocalClient owner = await OwnerAsync();
        Write("zones/example.org.zone", "mine");
        Write("ftpd.passwd", $"web:x:{Uid}:{Uid}::/home:/bin/false\n");
        WriteMail("letter\n");
        Backup backup = await owner.DoAsync(new BackupAccount(_account, []));
        Write("zones/example.org.zone", "changed");
        Write("ftpd.passwd", "");
        File.Delete($"/var/mail/{_user}");
        Directory.Delete(Path.Combine(_scene.HomeOf(_user), "Maildir"), recursive: true);

        RestoreResult result = await owner.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [BackupItem.Zones, BackupItem.Emails, BackupItem.Ftp], [])));

        Assert.Equal(["Ftp", "Zones"], result.Problems.Select(problem => problem.Split(':')[0]).Order());
        Assert.Equal("changed", Read("zones/example.org.zone"));
        Assert.Equal("", Read("ftpd.passwd"));
        Assert.Equal("letter\n", await File.ReadAllTextAsync($"/var/mail/{_user}"));
        Assert.Equal($"{_user} mail 660", LinuxScene.Run("/usr/bin/stat", "-c", "%U %G %a", $"/var/mail/{_user}"));
        Assert.Equal("letter\n", await File.ReadAllTextAsync(Path.Combine(_scene.HomeOf(_user), "Maildir/cur/1")));
        Assert.Equal(_user, LinuxScene.Run("/usr/bin/stat", "-c", "%U", Path.Combine(_scene.HomeOf(_user), "Maildir/cur/1")));
    }

    [SkippableFact]
    public async Task Mail_is_kept_or_gets_the_other_beside_it_and_one_path_of_it_comes_alone()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        WriteMail("letter\n");
        Backup backup = await BackUpAsync(BackupItem.Emails);
        await File.WriteAllTextAsync($"/var/mail/{_user}", "newer\n");
        string letter = Path.Combine(_scene.HomeOf(_user), "Maildir/cur/1");
        File.Delete(letter);

        RestoreResult kept = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Emails);
        string after = await File.ReadAllTextAsync($"/var/mail/{_user}");
        bool isBack = File.Exists(letter);
        File.Delete(letter);
        RestoreResult one = await _scene.Store.Local.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [BackupItem.Emails], ["Maildir/cur"])));

        Assert.Equal(("newer\n", true, 1), (after, isBack, kept.Kept));
        Assert.Equal((1, "newer\n"), (one.Files, await File.ReadAllTextAsync($"/var/mail/{_user}")));
        Assert.True(File.Exists(letter));
    }

    [SkippableFact]
    public async Task A_mailbox_that_is_anothers_or_a_link_is_not_read()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        await File.WriteAllTextAsync($"/var/mail/{_user}", "root's");
        Backup foreign = await BackUpAsync(BackupItem.HomeDirectory, BackupItem.Emails);
        File.Delete($"/var/mail/{_user}");
        File.CreateSymbolicLink($"/var/mail/{_user}", "/etc/shadow");
        File.CreateSymbolicLink(Path.Combine(_scene.HomeOf(_user), "Maildir"), "/etc");
        Backup linked = await BackUpAsync(BackupItem.HomeDirectory, BackupItem.Emails);

        Assert.Equal((true, 1), (foreign.Partial, foreign.Items.Count));
        Assert.Equal((true, 1), (linked.Partial, linked.Items.Count));
    }

    [SkippableFact]
    public async Task A_link_is_followed_where_root_alone_can_have_put_it_and_nowhere_else()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        Directory.Delete(Path.Combine(_etc, "zones"));
        Write("elsewhere/example.org.zone", "mine");
        File.CreateSymbolicLink(Path.Combine(_etc, "zones"), "elsewhere");
        Backup followed = await BackUpAsync(BackupItem.Zones);
        LinuxScene.Run("/bin/chmod", "777", _etc);
        Backup refused = await BackUpAsync(BackupItem.HomeDirectory, BackupItem.Zones);
        File.Delete(Path.Combine(_etc, "zones"));
        Directory.CreateDirectory(Path.Combine(_etc, "zones"));
        Write("zones/example.org.zone", "root's");
        Backup foreign = await BackUpAsync(BackupItem.HomeDirectory, BackupItem.Zones);
        RestoreResult restored = await _scene.RestoreAsync(followed, RestoreConflict.Overwrite, BackupItem.Zones);

        Assert.Equal([BackupItem.Zones], followed.Items);
        Assert.Contains("\"zones\" can't be opened", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Contains("belongs to the user id 0", Assert.Single(foreign.Problems), StringComparison.Ordinal);
        Assert.Contains("isn't the account's", Assert.Single(restored.Problems), StringComparison.Ordinal);
        Assert.Equal("root's", Read("zones/example.org.zone"));
    }

    [SkippableFact]
    public async Task Mail_that_came_back_with_the_home_is_not_written_beside_itself()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        WriteMail("letter\n");
        Backup backup = await BackUpAsync();

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Rename, BackupItem.HomeDirectory, BackupItem.Emails);

        Assert.Empty(result.Problems);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_scene.HomeOf(_user), "Maildir/cur")).Length);
    }

    [SkippableFact]
    public async Task Entries_of_an_account_come_back_among_those_of_others()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        Write("ftpd.passwd", $"web:old:{Uid}:{Uid}::/home:/bin/false\nroot:x:0:0:R\u00e9\u0080:/root:/bin/sh\n\ntwo:x:{Uid}:{Uid}::/home:/bin/false\ngone:x:{Uid}:{Uid}::/home:/bin/false\n");
        LinuxScene.Run("/bin/chmod", "640", Path.Combine(_etc, "ftpd.passwd"));
        Backup backup = await BackUpAsync(BackupItem.Ftp);
        Write("ftpd.passwd", $"web:new:{Uid}:{Uid}::/home:/bin/false\nroot:x:0:0:R\u00e9\u0080:/root:/bin/sh\n\ntwo:x:9:9::/home:/bin/false\nlater:x:{Uid}:{Uid}::/home:/bin/false\n");

        RestoreResult kept = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Ftp);
        string afterKeep = Read("ftpd.passwd");
        RestoreResult replaced = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Ftp);

        Assert.Contains("web:new:", afterKeep, StringComparison.Ordinal);
        Assert.Contains("gone:x:", afterKeep, StringComparison.Ordinal);
        Assert.Equal((1, 1), (kept.Kept, kept.Files));
        Assert.Contains("\"two\" isn't the account's", Assert.Single(replaced.Problems), StringComparison.Ordinal);
        Assert.Equal(
            $"web:old:{Uid}:{Uid}::/home:/bin/false\nroot:x:0:0:R\u00e9\u0080:/root:/bin/sh\n\ntwo:x:9:9::/home:/bin/false\nlater:x:{Uid}:{Uid}::/home:/bin/false\ngone:x:{Uid}:{Uid}::/home:/bin/false\n",
            Read("ftpd.passwd"));
        Assert.Equal("640", LinuxScene.Run("/usr/bin/stat", "-c", "%a", Path.Combine(_etc, "ftpd.passwd")));
    }

    private string Uid => LinuxScene.Run("/usr/bin/id", "-u", _user);

    private void Write(string path, string content)
    {
        string full = Path.Combine(_etc, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content, Encoding.Latin1);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_etc, path), Encoding.Latin1);

    private void WriteMail(string letter)
    {
        File.WriteAllText($"/var/mail/{_user}", letter);
        LinuxScene.Run("/bin/chown", $"{_user}:mail", $"/var/mail/{_user}");
        LinuxScene.Run("/bin/chmod", "660", $"/var/mail/{_user}");
        string folder = Path.Combine(_scene.HomeOf(_user), "Maildir/cur");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "1"), letter);
        LinuxScene.Run("/bin/chown", "-R", $"{_user}:", Path.Combine(_scene.HomeOf(_user), "Maildir"));
    }

    private Task<Backup> BackUpAsync(params BackupItem[] items) => _scene.Store.Local.DoAsync(new BackupAccount(_account, items));

    private async Task<LocalClient> OwnerAsync()
    {
        LocalClient owner = await _scene.Store.SignInAsync("owner", ["AccountOwner"]);
        await _scene.Store.Local.DoAsync(new SetAccountOwner(_account, new UserReference("owner")));
        return owner;
    }
}
