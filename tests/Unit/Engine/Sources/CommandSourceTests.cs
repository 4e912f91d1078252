using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>Items that commands of the list make and take. Needs root and useradd.</summary>
public sealed class CommandSourceTests : IAsyncLifetime
{
    private LinuxScene _scene = null!;
    private AccountReference _account = null!;

    private string Data => Path.Combine(_scene.Store.Root, "data");

    public async Task InitializeAsync()
    {
        _scene = await LinuxScene.CreateAsync();
        Directory.CreateDirectory(Data);
        _scene.Store.WriteCommands($$"""
            commands:
              - {name: list, purpose: list, path: /bin/ls, arguments: [{{Data}}]}
              - {name: dump, purpose: dump, path: /bin/sh, arguments: [-c, 'cat "{{Data}}/$BACKUPACCESS_NAME"; test ! -e "{{Data}}/../broken"']}
              - {name: put, purpose: restore, path: /bin/sh, arguments: [-c, 'cat > "{{Data}}/$BACKUPACCESS_NAME"; echo "$BACKUPACCESS_ACCOUNT $BACKUPACCESS_CONFLICT" > "{{Data}}/../put"']}
              - {name: slow, purpose: dump, path: /usr/bin/tail, arguments: [-f, /dev/null], timeout: 1}
              - {name: noisy, purpose: dump, path: /bin/sh, arguments: [-c, 'echo half; echo "the disk is on fire" >&2; exit 3']}
              - {name: killed, purpose: dump, path: /bin/sh, arguments: [-c, 'echo half; kill -KILL $$']}
            """);
        if (LinuxScene.IsPossible)
        {
            _account = await _scene.AddAsync();
        }
    }

    public Task DisposeAsync() => _scene.DisposeAsync().AsTask();

    [SkippableFact]
    public async Task What_commands_list_and_dump_comes_back_by_the_one_that_reads_it()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        Declare("{command: things, list: list, dump: dump, restore: put}");
        await File.WriteAllTextAsync(Path.Combine(Data, "a b"), "first");
        await File.WriteAllTextAsync(Path.Combine(Data, "-n"), "second");
        Backup backup = await BackUpAsync();
        await File.WriteAllTextAsync(Path.Combine(Data, "a b"), "changed");
        await File.WriteAllTextAsync(Path.Combine(Data, "-n"), "changed");

        RestoreResult one = await _scene.Store.Local.DoAsync(new RestoreKeep(new RestoreSelection(null, new BackupReference(backup), [BackupItem.Databases], ["things/a b"])));

        Assert.Empty(one.Problems);
        Assert.Equal(("first", "changed"), (await File.ReadAllTextAsync(Path.Combine(Data, "a b")), await File.ReadAllTextAsync(Path.Combine(Data, "-n"))));
        Assert.Equal($"{_account.Text["linux/".Length..]} Keep\n", await File.ReadAllTextAsync(Path.Combine(_scene.Store.Root, "put")));
        Assert.Equal((false, 2), (backup.Partial, backup.Files));
    }

    [SkippableTheory]
    [InlineData("noisy", "\"noisy\" said: the disk is on fire.")]
    [InlineData("killed", "\"killed\" ended with 137.")]
    [InlineData("slow", "\"slow\" took longer than 1 seconds.")]
    [InlineData("put", "not for Dump")]
    [InlineData("none", "holds no \"none\"")]
    public async Task A_dump_that_fails_is_not_in_the_backup_and_the_rest_is(string command, string why)
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        Declare($"{{command: thing, dump: {command}}}");

        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(_account, [BackupItem.HomeDirectory, BackupItem.Databases]));

        Assert.Equal([BackupItem.HomeDirectory], backup.Items);
        Assert.True(backup.Partial);
        Assert.Contains(why, Assert.Single(backup.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_owner_puts_back_what_is_declared_to_be_for_owners_and_nothing_is_there_where_nothing_is_listed()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        await using LocalClient owner = await _scene.Store.SignInAsync("owner", ["AccountOwner"]);
        await _scene.Store.Local.DoAsync(new SetAccountOwner(_account, new UserReference("owner")));
        Declare("{command: things, list: list, dump: dump, restore: put}");
        await owner.RefusedAsync("NotFound", new BackupAccount(_account, [BackupItem.Databases]));
        await File.WriteAllTextAsync(Path.Combine(Data, "a"), "first");
        Backup backup = await owner.DoAsync(new BackupAccount(_account, [BackupItem.Databases]));
        RestoreOverwrite restore = new(new RestoreSelection(null, new BackupReference(backup), [BackupItem.Databases], []));

        RestoreResult refused = await owner.DoAsync(restore);
        Declare("{command: things, list: list, dump: dump, restore: put, ownersRestore: true}");
        RestoreResult done = await owner.DoAsync(restore);

        Assert.Contains("who reaches the account's connector", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal((0, 1), (done.ProblemCount, done.Files));
    }

    [SkippableFact]
    public async Task A_hostile_name_in_a_list_makes_the_item_fail()
    {
        Skip.IfNot(LinuxScene.IsPossible, LinuxScene.Reason);
        _scene.Store.WriteCommands("commands: [{name: list, purpose: list, path: /bin/echo, arguments: [../../x]}, {name: dump, purpose: dump, path: /bin/true}]");
        Declare("{command: things, list: list, dump: dump}");

        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(_account, [BackupItem.HomeDirectory, BackupItem.Databases]));

        Assert.Contains("can't be the name of a file", Assert.Single(backup.Problems), StringComparison.Ordinal);
    }

    private Task<Backup> BackUpAsync() => _scene.Store.Local.DoAsync(new BackupAccount(_account, [BackupItem.Databases]));

    private void Declare(string source) => _scene.Store.WriteSources($"defaults: {{Databases: [{source}], DatabaseUsers: []}}");
}
