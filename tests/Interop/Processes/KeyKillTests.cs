using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Interop.Processes;

/// <summary>
/// Processes that change or reset an account's encryption key are killed before each step, and before and after each run
/// of the key command. What the account is said to be is true, the engine has a key, and asking again ends it.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class KeyKillTests : IDisposable
{
    private const string Never = "0";
    private const int MostSteps = 30;

    private static readonly AccountReference s_alice = new("web01/alice");

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _passwords = [];
    private Guid _account;

    private string State => Path.Combine(_folder.Path, "state");

    private string Tape => Path.Combine(_folder.Path, "tape");

    private string Keys => Path.Combine(_folder.Path, "keys");

    private string Made => Path.Combine(_folder.Path, "made");

    private string[] Repositories => [.. new[] { Path.Combine(State, "repositories"), Tape }.Select(storage => Path.Combine(storage, $"{_account}"))];

    [SkippableFact]
    public async Task Killed_before_any_step_of_the_move_to_the_owner_it_is_Local_or_Remote_as_is_said_and_goes_on()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed here.");
        Assert.True(await KillAtEachAsync(MoveToOwnerAsync) >= 7);
    }

    [SkippableFact]
    public async Task Killed_before_any_step_of_the_move_to_the_engine_it_is_Local_or_Remote_as_is_said_and_goes_on()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed here.");
        Assert.True(await KillAtEachAsync(MoveToEngineAsync) >= 6);
    }

    [SkippableFact]
    public async Task Killed_before_any_step_of_a_reset_it_is_not_done_or_nothing_is_left_and_goes_on()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed here.");
        Assert.True(await KillAtEachAsync(ResetAsync) >= 5);
    }

    [SkippableFact]
    public async Task Killed_on_the_way_to_the_one_the_key_goes_on_to_the_other()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic isn't installed here.");
        for (int step = 1; !await TurnBackAsync(step); step++)
        {
            Assert.True(step < MostSteps);
        }

        for (int step = 1; !await TurnToOwnerAsync(step); step++)
        {
            Assert.True(step < MostSteps);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Kills before the first step, the second and so on, and then before and after each run of the key command, until it ends by itself.</summary>
    /// <returns>How many steps there are.</returns>
    private static async Task<int> KillAtEachAsync(Func<string, int, Task<bool>> run)
    {
        int step = 1;
        while (!await run($"{step}", 0))
        {
            Assert.True(step++ < MostSteps);
        }

        int call = 1;
        while (!await run(Never, call))
        {
            Assert.True(call++ < MostSteps);
        }

        Assert.True(call > 2);
        return step - 1;
    }

    /// <returns>Whether it ended by itself.</returns>
    private async Task<bool> MoveToOwnerAsync(string step, int call)
    {
        await MakeStateAsync();
        (bool ended, string? key) = await ActAsync("Remote", step, call, presented: null);
        await RequireTrueAsync(key);
        await using LocalClient client = await ConnectAsync();
        if ((await AliceAsync(client)).Encryption == KeyLocation.Local)
        {
            key = Reveal((await DoAsync(client, new SetEncryptionKey(s_alice, KeyLocation.Remote, null))).Key!);
        }

        RequireOnly(key ?? KeptByCommand());
        await RequireWorkingAsync(client, key ?? KeptByCommand());
        return ended;
    }

    private async Task<bool> MoveToEngineAsync(string step, int call)
    {
        await MakeStateAsync();
        string? key = (await ActAsync("Remote", Never, 0, presented: null)).Key;
        _passwords.Add(key!);
        (bool ended, _) = await ActAsync("Local", step, call, presented: key);
        await RequireTrueAsync(key);
        await using LocalClient client = await ConnectAsync();
        using Secret presented = Secret.FromChars(key);
        await DoAsync(client, new SetEncryptionKey(s_alice, KeyLocation.Local, presented));
        RequireOnly(Reveal((await DoAsync(client, new ExportEncryptionKey(s_alice))).Password));
        await RequireWorkingAsync(client, key: null);
        return ended;
    }

    private async Task<bool> TurnBackAsync(int step)
    {
        await MakeStateAsync();
        (bool ended, string? key) = await ActAsync("Remote", $"{step}", 0, presented: null);
        await using LocalClient client = await ConnectAsync();
        using Secret? presented = (await AliceAsync(client)).Encryption == KeyLocation.Remote ? Secret.FromChars(key ?? KeptByCommand()) : null;
        await DoAsync(client, new SetEncryptionKey(s_alice, KeyLocation.Local, presented));
        RequireOnly(Reveal((await DoAsync(client, new ExportEncryptionKey(s_alice))).Password));
        await RequireWorkingAsync(client, key: null);
        return ended;
    }

    private async Task<bool> TurnToOwnerAsync(int step)
    {
        await MakeStateAsync();
        string key = (await ActAsync("Remote", Never, 0, presented: null)).Key!;
        (bool ended, _) = await ActAsync("Local", $"{step}", 0, presented: key);
        await using LocalClient client = await ConnectAsync();
        string now = (await AliceAsync(client)).Encryption == KeyLocation.Remote
            ? key
            : Reveal((await DoAsync(client, new SetEncryptionKey(s_alice, KeyLocation.Remote, null))).Key!);
        RequireOnly(now);
        await RequireWorkingAsync(client, now);
        return ended;
    }

    private async Task<bool> ResetAsync(string step, int call)
    {
        await MakeStateAsync();
        string? key = (await ActAsync("Remote", Never, 0, presented: null)).Key;
        _passwords.Add(key!);
        (bool ended, _) = await ActAsync("reset", step, call, presented: null);
        await using LocalClient client = await ConnectAsync();
        Account alice = await AliceAsync(client);
        Assert.True(alice.Backups == 1 || (alice.EncryptionResetAt is null && Repositories.All(repository => !Directory.Exists(repository))));
        if (alice.Backups > 0)
        {
            await DoAsync(client, new ResetEncryptionKey(s_alice));
        }

        Assert.Empty(Directory.GetFiles(Keys));
        Assert.All(Repositories, repository => Assert.False(Directory.Exists(repository) || File.Exists($"{repository}.account")));
        Assert.Equal((0, null), ((await AliceAsync(client)).Backups, (await AliceAsync(client)).EncryptionResetAt));
        Assert.True((await DoAsync(client, new VerifyAuditLog(null))).Passed);
        await DoAsync(client, new SetEncryptionKey(s_alice, KeyLocation.Local, null));
        await DoAsync(client, new BackupAccount(s_alice, []));
        return ended;
    }

    /// <summary>Whatever has become of it: where the account is Remote, the state has no key and nothing but the owner's opens; where it is Local, nobody needs one.</summary>
    private async Task RequireTrueAsync(string? key)
    {
        await using LocalClient client = await ConnectAsync();
        if ((await AliceAsync(client)).Encryption == KeyLocation.Remote)
        {
            RequireOnly(key ?? KeptByCommand());
        }

        await DoAsync(client, new BackupAccount(s_alice, []));
        await RequireWorkingAsync(client, (await AliceAsync(client)).Encryption == KeyLocation.Remote ? key ?? KeptByCommand() : null);
    }

    private static async Task RequireWorkingAsync(LocalClient client, string? key)
    {
        using Secret? presented = key is null ? null : Secret.FromChars(key);
        RestoreResult restored = await DoAsync(client, new RestoreOverwrite(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = presented }));
        Assert.Equal(0, restored.ProblemCount);
        Assert.True((await DoAsync(client, new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
    }

    /// <summary>One key file is left in each repository; a stock restic opens it with this password, and with none that there ever was.</summary>
    private void RequireOnly(string password)
    {
        foreach (string repository in Repositories)
        {
            Assert.Single(Directory.GetFiles(Path.Combine(repository, "keys")));
            Assert.Equal(0, new ResticProgram(repository, password).Try("cat", "config").ExitCode);
            Assert.All(_passwords.Where(other => other != password), other => Assert.NotEqual(0, new ResticProgram(repository, other).Try("cat", "config").ExitCode));
        }
    }

    /// <summary>Has another process do it, and kill itself before a step, or be killed by the key command.</summary>
    private async Task<(bool Ended, string? Key)> ActAsync(string act, string step, int call, string? presented)
    {
        WriteCommand(killsAt: call);
        using ActorProcess process = ActorProcess.Start("key", State, s_alice.Text, act, step);
        process.WriteLine(presented ?? "");
        string? key = await process.ReadLineAsync();
        bool ended = await process.EndAsync() == 0;
        WriteCommand(killsAt: 0);
        return (ended, key);
    }

    /// <summary>Puts a state there with a backup of an account, which has a copy; it is made once.</summary>
    private async Task MakeStateAsync()
    {
        if (_passwords.Count == 0)
        {
            await MakeFirstStateAsync();
            Run("/bin/cp", ["-a", State, Tape, Keys, Directory.CreateDirectory(Made).FullName]);
            return;
        }

        _passwords.RemoveRange(1, _passwords.Count - 1);
        Run("/bin/rm", ["-rf", State, Tape, Keys]);
        Run("/bin/cp", ["-a", $"{Made}/.", _folder.Path]);
    }

    private static void Run(string program, string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task MakeFirstStateAsync()
    {
        foreach (string folder in (string[])[State, Tape, Keys])
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        WriteCommand(killsAt: 0);
        string accounts = Path.Combine(_folder.Path, "accounts");
        Directory.CreateDirectory(Path.Combine(accounts, "alice"));
        await File.WriteAllTextAsync(Path.Combine(accounts, "alice", "notes"), "notes");
        await using LocalClient client = await LocalClient.InitializeAsync(Description(), "tester", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, accounts, Storage: null, ConnectorOrigin.New));
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));
        await DoAsync(client, new UpdateSetting("encryption.keyCommand", ["keys"]));
        await DoAsync(client, new UpdateSetting("encryption.resetDelayHours", ["0"]));
        await DoAsync(client, new CreateStorage("tape", StorageKind.Folder, Tape, StorageMode.ReadWrite, null, null, null));
        Backup backup = await DoAsync(client, new BackupAccount(s_alice, []));
        await DoAsync(client, new CopyBackup(new BackupReference(backup), "tape", WorkMode.Apply));
        _account = backup.AccountId;
        _passwords.Add(Reveal((await DoAsync(client, new ExportEncryptionKey(s_alice))).Password));
    }

    private string KeptByCommand() => File.ReadAllText(Path.Combine(Keys, $"{_account}")).Trim();

    private static string Reveal(Secret secret)
    {
        using (secret)
        {
            return new string(secret.RevealChars());
        }
    }

    private static async Task<Account> AliceAsync(LocalClient client) =>
        Assert.Single(await (await DoAsync(client, new ListAccounts(["alice"], [], [], AccountPresence.Live))).ToListAsync());

    // A lease that was left by a process that was killed is over by this clock.
    private Task<LocalClient> ConnectAsync() =>
        LocalClient.ConnectAsync(Description() with { Time = new LaterClock() }, new SignIn.Local("tester"), CancellationToken.None);

    private LocalStore Description() => new(State, "Test", TimeProvider.System, new SystemBootClock());

    private static Task<TResult> DoAsync<TResult>(LocalClient client, IOperation<TResult> request) =>
        client.InvokeAsync(request, progress: null, CancellationToken.None);

    /// <summary>The command has two moments, before it does what it is run for and after; at one of them it kills whoever runs it.</summary>
    private void WriteCommand(int killsAt)
    {
        string count = Path.Combine(_folder.Path, "count");
        File.WriteAllText(count, "0");
        string script = Path.Combine(_folder.Path, "keys.sh");
        File.WriteAllText(script, string.Create(CultureInfo.InvariantCulture, $$"""
            moment() {
                number=$(($(cat '{{count}}') + 1))
                echo $number > '{{count}}'
                if [ $number = {{killsAt}} ]; then kill -9 $PPID; exit 1; fi
            }
            moment
            case $1 in
                get) test ! -f '{{Keys}}'/"$2" || cat '{{Keys}}'/"$2" ;;
                put) cat > '{{Keys}}'/"$2".new; mv '{{Keys}}'/"$2".new '{{Keys}}'/"$2" ;;
                delete) rm -f '{{Keys}}'/"$2" ;;
            esac
            moment
            """));
        string commands = Path.Combine(State, "commands.yaml");
        File.WriteAllText(commands, $$"""
            commands:
              - {name: keys, purpose: accountKey, path: /bin/sh, arguments: [-eu, '{{script}}'], timeout: 25}
            """);
        File.SetUnixFileMode(commands, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromMinutes(6);
    }
}
