using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Interop.Processes;

/// <summary>What one process takes, another process's next act is without.</summary>
public sealed class RevocationTests
{
    private const int Rounds = 10_000;

    private static readonly UserReference s_jane = new("jane");
    private static readonly ConnectorReference s_web01 = new("web01");

    [Fact]
    public async Task A_revocation_in_one_process_is_never_followed_by_an_allowed_act_in_another()
    {
        using TemporaryFolder folder = new();
        await using LocalClient local = await GovernedAccountAsync(folder.Path);
        NewAccessKey key = await DoAsync(local, new CreateAccessKey(s_jane, Until: null));
        using ActorProcess jane = ActorProcess.Start("ask", Path.Combine(folder.Path, "state"), "web01/alice");
        jane.WriteLine(key.AccessKeyId);
        char[] secret = key.SecretAccessKey.RevealChars();
        jane.WriteLine(new string(secret));

        for (int round = RandomRuns.Of(Rounds); round > 0; round--)
        {
            await DoAsync(local, new GrantConnector(s_jane, s_web01, Until: null));
            Assert.Equal("allowed", await AnswerAfterAsync(jane, Stopwatch.GetTimestamp()));
            await DoAsync(local, new RevokeConnector(s_jane, s_web01));
            Assert.Equal("refused", await AnswerAfterAsync(jane, Stopwatch.GetTimestamp()));
        }

        jane.EndInput();
    }

    private static async Task<LocalClient> GovernedAccountAsync(string folder)
    {
        string accounts = Path.Combine(folder, "accounts");
        Directory.CreateDirectory(Path.Combine(accounts, "alice"));
        LocalStore store = new(Path.Combine(folder, "state"), "Test", TimeProvider.System, new Engine.Clock.SystemBootClock());
        LocalClient local = await LocalClient.InitializeAsync(store, "tester", "root-admin", password: null, CancellationToken.None);
        await DoAsync(local, new CreateConnector("web01", ConnectorKind.Folder, accounts, Storage: null, ConnectorOrigin.New));
        await DoAsync(local, new SynchronizeConnector(s_web01));
        await DoAsync(local, new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, Password: null, Until: null));
        return local;
    }

    private static Task<TResult> DoAsync<TResult>(LocalClient client, IOperation<TResult> request) =>
        client.InvokeAsync(request, progress: null, CancellationToken.None);

    /// <summary>What the other process was answered the first time that it asked after a moment.</summary>
    private static async Task<string> AnswerAfterAsync(ActorProcess process, long moment)
    {
        while (true)
        {
            string line = await process.ReadLineAsync() ?? throw new InvalidOperationException("The other process has ended.");
            string[] parts = line.Split(' ');
            if (long.Parse(parts[0], CultureInfo.InvariantCulture) > moment)
            {
                return parts[1];
            }
        }
    }
}
