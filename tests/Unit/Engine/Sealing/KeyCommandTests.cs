using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tests.Commands;

namespace BackupAccess.Engine.Tests.Sealing;

/// <summary>A state whose key is kept by two commands: here, in a file elsewhere.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backupaccess-").FullName;

    private string State => Path.Combine(_root, "state");

    private string Vault => Path.Combine(_root, "vault");

    [Fact]
    public async Task The_key_comes_from_the_command_and_lies_in_no_file_of_the_folder()
    {
        PutKey();
        await using LocalClient made = await InitializeAsync(put: "put");

        await using LocalClient later = await ConnectAsync();

        Assert.False(File.Exists(Path.Combine(State, "state.key")));
        string key = File.ReadAllText(Vault).Trim();
        Assert.All(Directory.GetFiles(State), file => Assert.DoesNotContain(key, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Contains(await later.ListAsync(new Engine.Users.ListUsers([])), user => user.Name == "admin");
    }

    [Fact]
    public async Task A_change_puts_the_new_key_there_and_everybody_asks_anew()
    {
        PutKey();
        await using LocalClient made = await InitializeAsync(put: "put");
        await using LocalClient other = await ConnectAsync();
        string before = File.ReadAllText(Vault);

        KeyRotation rotation = await made.DoAsync(new RotateSealingKey());

        Assert.True(rotation.Completed);
        Assert.NotEqual(before, File.ReadAllText(Vault));
        Assert.Single(File.ReadAllLines(Vault));
        await other.DoAsync(new RotateSealingKey());
        await using LocalClient later = await ConnectAsync();
        Assert.True((await later.DoAsync(new Engine.Audit.VerifyAuditLog(null))).Passed);
    }

    [Fact]
    public async Task Without_a_command_that_takes_it_the_key_is_not_changed()
    {
        PutKey();
        await using LocalClient made = await InitializeAsync(put: null);
        EngineException refusal = await made.RefusedAsync("KeyUnavailable", new RotateSealingKey());
        Assert.Contains("No command is named that takes a new key", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 2", "ended with 2")]
    [InlineData("echo no key at all", "gave no key")]
    [InlineData(":", "gave no key")]
    public async Task Without_a_key_the_state_does_not_open(string script, string why)
    {
        PutKey();
        await (await InitializeAsync(put: null)).DisposeAsync();
        WriteCommands(script);

        StateException refusal = await Assert.ThrowsAsync<StateException>(ConnectAsync);

        Assert.Equal("KeyUnavailable", refusal.ErrorId);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_gives_no_key_makes_no_state()
    {
        StateException refusal = await Assert.ThrowsAsync<StateException>(() => InitializeAsync(put: null));

        Assert.Equal("KeyUnavailable", refusal.ErrorId);
        Assert.Equal(["commands.yaml"], Directory.GetFileSystemEntries(State).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_put_that_fails_leaves_the_key_as_it_was()
    {
        PutKey();
        await using LocalClient made = await InitializeAsync(put: "put");
        WriteCommands($"cat '{Vault}'", put: "exit 5");
        await made.RefusedAsync("KeyUnavailable", new RotateSealingKey());
        WriteCommands($"cat '{Vault}'");

        await using LocalClient later = await ConnectAsync();

        Assert.True((await later.DoAsync(new RotateSealingKey())).Completed);
    }

    [Fact]
    public async Task The_head_of_the_audit_log_is_not_put_in_the_place_of_the_key()
    {
        PutKey();
        await using LocalClient made = await InitializeAsync(put: "put");

        await made.RefusedAsync("WrongCommandPurpose", new Engine.Settings.UpdateSetting("audit.headCommand", ["put"]));
        await made.RefusedAsync("WrongCommandPurpose", new Engine.Settings.UpdateSetting("audit.headCommand", ["get"]));
    }

    [Theory]
    [InlineData("send", "put")]
    [InlineData("get", "send")]
    public async Task The_key_neither_comes_from_nor_goes_to_a_command_for_something_else(string get, string put)
    {
        PutKey();
        Directory.CreateDirectory(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        StoreCommands.WriteCommands(State, $$"""
            commands:
              - {name: get, purpose: key, path: /bin/cat, arguments: ['{{Vault}}']}
              - {name: put, purpose: key, path: /usr/bin/tee, arguments: ['{{Vault}}']}
              - {name: send, purpose: auditHead, path: /bin/cat, arguments: ['{{Vault}}']}
            """);
        LocalStore store = new(State, "Test", TimeProvider.System, new SystemBootClock()) { KeyCommand = new KeyCommandNames(get, put) };

        StateException refusal = await Assert.ThrowsAsync<StateException>(() => LocalClient.InitializeAsync(store, "tester", "admin", password: null, default));

        Assert.Equal("WrongCommandPurpose", refusal.ErrorId);
        Assert.Equal(["commands.yaml"], Directory.GetFileSystemEntries(State).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_key_file_becomes_a_command_by_moving_its_content()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/alice"), []));
        await store.Local.DisposeAsync();
        string file = Path.Combine(store.StatePath, "state.key");
        File.Move(file, Vault);
        StoreCommands.WriteCommands(store.StatePath, $"commands: [{{name: get, purpose: key, path: /bin/cat, arguments: ['{Vault}']}}]");
        KeyCommand.Create(store.StatePath, new KeyCommandNames("get", Put: null));

        await using LocalClient later = await LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default);

        (await later.DoAsync(new ExportEncryptionKey(new AccountReference("web01/alice")))).Password.Dispose();
    }

    [Theory]
    [InlineData("key.yaml", "InsecurePermissions")]
    [InlineData("commands.yaml", "KeyUnavailable")]
    public async Task Others_may_not_say_where_the_key_comes_from(string file, string errorId)
    {
        PutKey();
        await (await InitializeAsync(put: null)).DisposeAsync();
        string path = Path.Combine(State, file);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupWrite);

        Assert.Equal(errorId, (await Assert.ThrowsAsync<StateException>(ConnectAsync)).ErrorId);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void PutKey() => File.WriteAllBytes(Vault, new KeyRing(SealingKey.Create(), Previous: null).Format());

    private Task<LocalClient> InitializeAsync(string? put)
    {
        Directory.CreateDirectory(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        WriteCommands($"cat '{Vault}'");
        LocalStore store = new(State, "Test", TimeProvider.System, new SystemBootClock()) { KeyCommand = new KeyCommandNames("get", put) };
        return LocalClient.InitializeAsync(store, "tester", "admin", password: null, default);
    }

    private Task<LocalClient> ConnectAsync() =>
        LocalClient.ConnectAsync(new LocalStore(State, "Test", TimeProvider.System, new SystemBootClock()), new SignIn.Local("tester"), default);

    private void WriteCommands(string get, string? put = null) => StoreCommands.WriteCommands(State, $"""
        commands:
          - name: get
            purpose: key
            path: /bin/sh
            arguments: ["-c", "{get}"]
          - name: put
            purpose: key
            path: /bin/sh
            arguments: ["-c", "{put ?? $"cat > '{Vault}'"}"]
        """);
}
