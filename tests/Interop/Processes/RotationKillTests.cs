using System.Globalization;
using System.Runtime.Versioning;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Sessions;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Processes that change the state's key are killed while they do: the state opens, and the change can be made again.</summary>
[SupportedOSPlatform("linux")]
public sealed class RotationKillTests(ITestOutputHelper output) : IDisposable
{
    private const int MostSteps = 12;

    private static readonly string[] s_accounts = ["alice", "bob", "carol"];

    private readonly TemporaryFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "state");

    private string Vault => Path.Combine(_folder.Path, "vault");

    [Fact]
    public async Task Killed_at_any_moment_the_state_opens_and_the_key_can_be_changed()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        string[] passwords = await MakeStateAsync(keyCommand: null);
        for (int round = RandomRuns.Of(50); round > 0; round--)
        {
            using ActorProcess process = ActorProcess.Start("rotate", State);
            for (int line = random.Next(MostSteps); line >= 0; line--)
            {
                Assert.NotNull(await process.ReadLineAsync());
            }

            process.Kill();
            await process.EndAsync();
            await RequireWholeAsync(passwords);
        }
    }

    /// <summary>A change runs the command twice: to put both keys there, and to put the new one alone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Killed_before_or_after_the_command_has_taken_the_key_the_state_opens_and_the_key_can_be_changed(int step)
    {
        await File.WriteAllTextAsync(Vault, Convert.ToBase64String(new byte[32]) + "\n");
        string[] passwords = await MakeStateAsync(new KeyCommandNames("get", "put"));
        WriteCommands(killsAt: step);
        using (ActorProcess process = ActorProcess.Start("rotate", State))
        {
            Assert.NotEqual(0, await process.EndAsync());
        }

        Assert.Equal(step is 2 or 3 ? 2 : 1, (await File.ReadAllLinesAsync(Vault)).Length);
        WriteCommands(killsAt: 0);
        await RequireWholeAsync(passwords);
    }

    public void Dispose() => _folder.Dispose();

    /// <returns>The passwords of the accounts' repositories.</returns>
    private async Task<string[]> MakeStateAsync(KeyCommandNames? keyCommand)
    {
        Directory.CreateDirectory(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        WriteCommands(killsAt: 0);
        string accounts = Path.Combine(_folder.Path, "accounts");
        foreach (string account in s_accounts)
        {
            Directory.CreateDirectory(Path.Combine(accounts, account));
        }

        LocalStore store = Description() with { KeyCommand = keyCommand };
        await using LocalClient client = await LocalClient.InitializeAsync(store, "tester", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, accounts, Storage: null, ConnectorOrigin.New));
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));
        foreach (string account in s_accounts)
        {
            await DoAsync(client, new BackupAccount(new AccountReference($"web01/{account}"), []));
        }

        return await ReadPasswordsAsync(client);
    }

    private async Task RequireWholeAsync(string[] passwords)
    {
        await using LocalClient client = await LocalClient.ConnectAsync(Description(), new SignIn.Local("tester"), CancellationToken.None);
        Assert.Equal(passwords, await ReadPasswordsAsync(client));
        KeyRotation rotation = await DoAsync(client, new RotateSealingKey());
        Assert.True(rotation.Completed, string.Join("; ", rotation.Left));
        await using LocalClient later = await LocalClient.ConnectAsync(Description(), new SignIn.Local("tester"), CancellationToken.None);
        Assert.Equal(passwords, await ReadPasswordsAsync(later));
        KeyRotation next = await DoAsync(later, new RotateSealingKey());
        Assert.Equal((true, false, s_accounts.Length), (next.Completed, next.Resumed, next.Records));
        Assert.True((await DoAsync(later, new VerifyAuditLog(null))).Passed);
    }

    private static async Task<string[]> ReadPasswordsAsync(LocalClient client)
    {
        List<string> passwords = [];
        foreach (string account in s_accounts)
        {
            using Secret password = (await DoAsync(client, new ExportEncryptionKey(new AccountReference($"web01/{account}")))).Password;
            passwords.Add(new string(password.RevealChars()));
        }

        return [.. passwords];
    }

    private LocalStore Description() => new(State, "Test", TimeProvider.System, new SystemBootClock());

    private static Task<TResult> DoAsync<TResult>(LocalClient client, IOperation<TResult> request) =>
        client.InvokeAsync(request, progress: null, CancellationToken.None);

    /// <summary>The command that takes the key has two steps, before and after; at one of them it kills whoever runs it.</summary>
    private void WriteCommands(int killsAt)
    {
        string count = Path.Combine(_folder.Path, "count");
        File.WriteAllText(count, "0");
        string script = Path.Combine(_folder.Path, "put");
        File.WriteAllText(script, string.Create(CultureInfo.InvariantCulture, $$"""
            step() {
                number=$(($(cat '{{count}}') + 1))
                echo $number > '{{count}}'
                if [ $number = {{killsAt}} ]; then kill -9 $PPID; exit 1; fi
            }
            step
            cat > '{{Vault}}.new' && mv '{{Vault}}.new' '{{Vault}}'
            step
            """));
        string commands = Path.Combine(State, "commands.yaml");
        File.WriteAllText(commands, $$"""
            commands:
              - {name: get, purpose: key, path: /bin/cat, arguments: ['{{Vault}}']}
              - {name: put, purpose: key, path: /bin/sh, arguments: ['{{script}}']}
            """);
        File.SetUnixFileMode(commands, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
