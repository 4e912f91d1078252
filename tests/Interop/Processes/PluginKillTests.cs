using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Storage;
using BackupAccess.Tests;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Processes;

/// <summary>Processes that back up within a plug-in are killed while they do: what it has frozen doesn't stay so.</summary>
[SupportedOSPlatform("linux")]
public sealed class PluginKillTests(ITestOutputHelper output) : IDisposable
{
    private const int LongestLife = 1500;

    private readonly TemporaryFolder _folder = new();

    private string State => PathOf("state");

    private LocalStore Store => new(State, "Test", TimeProvider.System, new SystemBootClock());

    [Fact]
    public async Task Killed_between_quiesce_and_unquiesce_the_next_process_unquiesces()
    {
        await CreateAsync(uploadLimit: 4096, quiesce: ": > frozen");
        await KillOnceAsync(() => File.Exists(PathOf("frozen")));
        Assert.True(File.Exists(PathOf("frozen")));

        await using (await ConnectAsync())
        {
        }

        Assert.False(File.Exists(PathOf("frozen")));
        Assert.Equal(["quiesce", "unquiesce"], await File.ReadAllLinesAsync(PathOf("log")));
    }

    [Fact]
    public async Task Killed_while_it_quiesces_the_next_process_ends_that_first()
    {
        await CreateAsync(uploadLimit: null, quiesce: ": > begun; read -r never < held; : > frozen");
        await KillOnceAsync(() => File.Exists(PathOf("begun")));

        await using (await ConnectAsync())
        {
        }

        Assert.Equal(["quiesce", "unquiesce"], await File.ReadAllLinesAsync(PathOf("log")));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), IsPlugin);
        Assert.False(File.Exists(PathOf("frozen")));
    }

    [Fact]
    public async Task Killed_at_any_moment_whatever_was_quiesced_is_unquiesced_before_it_is_quiesced_again()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        await CreateAsync(uploadLimit: null, quiesce: "set -C; : > frozen || exit 9");
        for (int kills = RandomRuns.Of(100); kills > 0; kills--)
        {
            await QueueAsync();
            await KillAsync(random.Next(LongestLife));
        }

        await using (LocalClient client = await ConnectAsync())
        {
            await client.WorkQueueAsync(ended: null, CancellationToken.None);
        }

        Assert.False(File.Exists(PathOf("frozen")));
        string[] log = File.Exists(PathOf("log")) ? await File.ReadAllLinesAsync(PathOf("log")) : [];
        output.WriteLine($"quiesced {log.Count(line => line == "quiesce")} times, unquiesced {log.Count(line => line == "unquiesce")} times");
        Assert.DoesNotContain(log.Zip(log.Skip(1)), pair => pair is ("quiesce", "quiesce"));
        Assert.NotEqual("quiesce", log.LastOrDefault());
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private async Task CreateAsync(long? uploadLimit, string quiesce)
    {
        Directory.CreateDirectory(PathOf("accounts/alice"));
        await File.WriteAllBytesAsync(PathOf("accounts/alice/noise"), RandomNumberGenerator.GetBytes(1 << 20));
        await using LocalClient client = await LocalClient.InitializeAsync(Store, "tester", "admin", password: null, CancellationToken.None);
        await DoAsync(client, new CreateStorage("vault", StorageKind.Folder, Directory.CreateDirectory(PathOf("vault")).FullName, StorageMode.ReadWrite, uploadLimit, DownloadLimit: null, Retries: null));
        await DoAsync(client, new CreateConnector("web01", ConnectorKind.Folder, PathOf("accounts"), "vault", ConnectorOrigin.New));
        await DoAsync(client, new SynchronizeConnector(new ConnectorReference("web01")));
        await WritePluginAsync(quiesce);
        await DoAsync(client, new CreateProfile("team"));
        await DoAsync(client, new CreateConfiguration(new ProfileReference("team"), "nightly", "connector: web01\nplugin: app\n"));
    }

    private async Task WritePluginAsync(string quiesce)
    {
        using (Process make = Process.Start("mkfifo", PathOf("held")))
        {
            await make.WaitForExitAsync();
        }

        await File.WriteAllTextAsync(PathOf("app.sh"), $$"""
            #!/bin/sh
            cd '{{_folder.Path}}'
            in=$(cat)
            case $in in *'"operation":"quiesce"'*) echo quiesce >> log; {{quiesce}} ;; *) echo unquiesce >> log; rm -f frozen ;; esac
            echo '{"version":1,"status":"ok"}'
            """);
        File.SetUnixFileMode(PathOf("app.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string commands = Path.Combine(State, "commands.yaml");
        await File.WriteAllTextAsync(commands, $"commands: [{{name: app, purpose: plugin, path: {PathOf("app.sh")}, operations: [{{name: quiesce}}, {{name: unquiesce}}]}}]");
        File.SetUnixFileMode(commands, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task QueueAsync()
    {
        await using LocalClient client = await ConnectAsync();
        await client.QueueAsync(new BackupAccount(new AccountReference("web01/alice"), []) { Configuration = new ConfigurationReference("team/nightly") }, [], CancellationToken.None);
    }

    private async Task KillOnceAsync(Func<bool> isReady)
    {
        using ActorProcess process = ActorProcess.Start("run", State, "web01/alice", "team/nightly");
        Assert.Equal("working", await process.ReadLineAsync());
        while (!isReady())
        {
            await Task.Delay(10);
        }

        process.Kill();
        Assert.NotEqual(0, await process.EndAsync());
    }

    private async Task KillAsync(int life)
    {
        using ActorProcess process = ActorProcess.Start("queue", State);
        Assert.Equal("working", await process.ReadLineAsync());
        await Task.Delay(life);
        process.Kill();
        await process.EndAsync();
    }

    private bool IsPlugin(string process)
    {
        try
        {
            return Directory.Exists(Path.Combine(process, "fd"))
                && Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == PathOf("app.sh"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Task<LocalClient> ConnectAsync() => LocalClient.ConnectAsync(Store, new SignIn.Local("tester"), CancellationToken.None);

    private static Task<TResult> DoAsync<TResult>(LocalClient client, IOperation<TResult> request) => client.InvokeAsync(request, progress: null, CancellationToken.None);
}
