using System.Diagnostics;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Encryption;

/// <summary>A store with accounts, a second storage, and a key command that keeps keys in a folder elsewhere.</summary>
internal sealed class KeyScene : IAsyncDisposable
{
    public static readonly AccountReference Alice = new("web01/alice");

    private KeyScene(Store store) => Store = store;

    public Store Store { get; }

    public LocalClient Local => Store.Local;

    /// <summary>Where the key command keeps the keys.</summary>
    public string Keys => Path.Combine(Store.Root, "keys");

    /// <summary>The second storage, which is named so.</summary>
    public string Tape => Path.Combine(Store.Root, "tape");

    public static async Task<KeyScene> CreateAsync(params string[] accounts)
    {
        KeyScene scene = new(await Store.CreateAsync(["alice", .. accounts]));
        Directory.CreateDirectory(scene.Keys);
        Directory.CreateDirectory(scene.Tape);
        scene.WriteCommand();
        await scene.Local.DoAsync(new UpdateSetting("encryption.keyCommand", ["keys"]));
        await scene.Local.DoAsync(new CreateStorage("tape", StorageKind.Folder, scene.Tape, StorageMode.ReadWrite, null, null, 0));
        return scene;
    }

    /// <summary>Has the key command fail for some verbs.</summary>
    public void WriteCommand(params string[] failing)
    {
        string script = Path.Combine(Store.Root, "keys.sh");
        File.WriteAllText(script, $"""
            case " {string.Join(' ', failing)} " in *" $1 "*) echo secret words >&2; exit 3;; esac
            case $1 in
                get) test ! -f '{Keys}'/"$2" || cat '{Keys}'/"$2" ;;
                put) cat > '{Keys}'/"$2".new; mv '{Keys}'/"$2".new '{Keys}'/"$2" ;;
                delete) rm -f '{Keys}'/"$2" ;;
            esac
            """);
        Store.WriteCommands($$"""
            commands:
              - {name: keys, purpose: accountKey, path: /bin/sh, arguments: [-eu, '{{script}}'], timeout: 25}
            """);
    }

    public Task<Backup> BackUpAsync(string account = "alice")
    {
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        return Local.DoAsync(new BackupAccount(new AccountReference($"web01/{account}"), []));
    }

    public Task CopyAsync(Backup backup) => Local.DoAsync(new CopyBackup(new BackupReference(backup), "tape", WorkMode.Apply));

    /// <summary>Makes the owner's key.</summary>
    public async Task<string> MoveToOwnerAsync(string account = "alice")
    {
        using Secret key = (await Local.DoAsync(new SetEncryptionKey(new AccountReference($"web01/{account}"), KeyLocation.Remote, null))).Key!;
        return Text(key);
    }

    public async Task<string> ExportAsync()
    {
        using Secret password = (await Local.DoAsync(new ExportEncryptionKey(Alice))).Password;
        return Text(password);
    }

    public async Task<Account> AliceAsync() => Assert.Single(await Local.ListAsync(new ListAccounts(["alice"], [], [], AccountPresence.Live)));

    public async Task<LocalClient> OwnerAsync()
    {
        LocalClient owner = await Store.SignInAsync("jane", ["AccountOwner"]);
        await Local.DoAsync(new SetAccountOwner(Alice, new UserReference("jane")));
        return owner;
    }

    /// <summary>The folders of an account's repositories, of which there may be none.</summary>
    public string[] Repositories(Guid account) =>
        [.. new[] { Path.Combine(Store.StatePath, "repositories"), Tape }.Select(storage => Path.Combine(storage, account.ToString())).Where(Directory.Exists)];

    /// <summary>The files below the state folder, both storages and the key command's folder that hold a text.</summary>
    public string[] Holding(string text) =>
        [.. new[] { Store.StatePath, Tape, Keys }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            .Select(file => Path.GetRelativePath(Store.Root, file))];

    /// <summary>Whether a stock restic opens a repository with a password.</summary>
    public static bool Opens(string repository, string password) => Restic(repository, password, "cat", "config").ExitCode == 0;

    public static (int ExitCode, string Output) Restic(string repository, string password, params string[] arguments)
    {
        ProcessStartInfo start = new("/usr/bin/restic", ["--no-cache", "--repo", repository, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RESTIC_PASSWORD"] = password;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = error.Result;
        return (process.ExitCode, output);
    }

    public static Secret Key(string text) => Secret.FromChars(text);

    public static string Text(Secret secret) => new(secret.RevealChars());

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
