using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Encryption;

/// <summary>What the key command is asked, and what becomes of what it shouldn't do.</summary>
public sealed class KeyCommandTests
{
    [Fact]
    public async Task It_is_asked_by_verb_and_uuid_and_the_key_is_on_its_standard_input_and_output_only()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        string log = Path.Combine(scene.Store.Root, "log");
        Write(scene, $"echo \"$*\" >> '{log}'; case $1 in get) test ! -f '{scene.Keys}/k' || printf %s \"$(cat '{scene.Keys}/k')\";; put) cat > '{scene.Keys}/k';; delete) rm -f '{scene.Keys}/k';; esac");

        string text = await scene.MoveToOwnerAsync();
        await scene.BackUpAsync();
        using Secret key = KeyScene.Key(text);
        await scene.Local.DoAsync(new SetEncryptionKey(KeyScene.Alice, KeyLocation.Local, key));

        Assert.Equal(
            [$"put {backup.AccountId}", $"get {backup.AccountId}", $"get {backup.AccountId}", $"delete {backup.AccountId}", $"get {backup.AccountId}"],
            await File.ReadAllLinesAsync(log));
    }

    [Theory]
    [InlineData("case $1 in put) cat >/dev/null;; esac", "doesn't give back what was put there")]
    [InlineData("case $1 in get) echo other;; put) cat >/dev/null;; esac", "doesn't give back what was put there")]
    [InlineData("case $1 in get) printf 'a\\001b';; put) cat >/dev/null;; esac", "gave is no key")]
    [InlineData("case $1 in get) head -c 2000 /dev/zero | tr '\\0' a;; put) cat >/dev/null;; esac", "gave is no key")]
    [InlineData("case $1 in get) head -c 100000 /dev/zero | tr '\\0' a;; put) cat >/dev/null;; esac", "said more than 65536 bytes")]
    [InlineData("tail -f /dev/null", "took longer than 1 seconds")]
    public async Task One_that_does_not_keep_the_key_leaves_it_with_the_engine(string script, string why)
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        Write(scene, script, timeout: script.StartsWith("tail", StringComparison.Ordinal) ? 1 : 25);

        EngineException failure = await scene.Local.RefusedAsync("KeyCommandFailed", new SetEncryptionKey(KeyScene.Alice, KeyLocation.Remote, null));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Equal(KeyLocation.Local, (await scene.AliceAsync()).Encryption);
        Assert.Single(await scene.Local.DoAsync(new ListBackupItems(new BackupReference(backup))));
    }

    [Fact]
    public async Task One_that_only_says_that_it_deleted_the_key_makes_the_reset_fail()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.Local.DoAsync(new UpdateSetting("encryption.resetDelayHours", ["0"]));
        await scene.BackUpAsync();
        string key = await scene.MoveToOwnerAsync();
        Write(scene, $"case $1 in get) cat '{scene.Keys}'/$2;; esac");

        EngineException failure = await scene.Local.RefusedAsync("KeyCommandFailed", new ResetEncryptionKey(KeyScene.Alice));

        Assert.Contains("gives it still after deleting it", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await scene.AliceAsync()).Backups);
    }

    [Fact]
    public async Task Only_a_command_for_that_purpose_is_taken()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        scene.Store.WriteCommands("commands:\n  - {name: keys, purpose: key, path: /bin/true}\n");

        await scene.Local.RefusedAsync("WrongCommandPurpose", new UpdateSetting("encryption.keyCommand", ["keys"]));
        await scene.Local.RefusedAsync("CommandNotAllowed", new UpdateSetting("encryption.keyCommand", ["others"]));
        await scene.Local.RefusedAsync("KeyCommandFailed", new SetEncryptionKey(KeyScene.Alice, KeyLocation.Remote, null));
    }

    private static void Write(KeyScene scene, string script, int timeout = 25)
    {
        string file = Path.Combine(scene.Store.Root, "other.sh");
        File.WriteAllText(file, script);
        scene.Store.WriteCommands($$"""
            commands:
              - {name: keys, purpose: accountKey, path: /bin/sh, arguments: [-eu, '{{file}}'], timeout: {{timeout}}}
            """);
    }
}
