using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>A store with the account <c>web01/alice</c>, a configuration <c>team/nightly</c> and its plug-in <c>app</c>, a shell script that keeps a log.</summary>
internal sealed class PluginScene : IAsyncDisposable
{
    public const string Around = "[{name: preBackup}, {name: quiesce}, {name: unquiesce}, {name: postBackup}]";

    private PluginScene(Store store) => Store = store;

    public Store Store { get; }

    public string Script => Path.Combine(Store.Root, "app.sh");

    /// <summary>What the plug-in was asked for, in order.</summary>
    public string[] Log => File.Exists(LogPath) ? File.ReadAllLines(LogPath) : [];

    private string LogPath => Path.Combine(Store.Root, "log");

    public static AccountReference Account => new("web01/alice");

    /// <param name="script">What the plug-in does; <c>$op</c> is what it is asked for, <c>$in</c> all that it is told, and <c>ok</c> says that all is well.</param>
    /// <param name="operations">The operations of its entry.</param>
    public static async Task<PluginScene> CreateAsync(string script, string operations = Around)
    {
        PluginScene scene = new(await Store.CreateAsync("alice", "bob"));
        scene.Write(script);
        scene.Declare($"operations: {operations}");
        await scene.Store.Local.DoAsync(new CreateProfile("team"));
        await scene.Store.Local.DoAsync(new CreateConfiguration(new ProfileReference("team"), "nightly", "connector: web01\nplugin: app\n"));
        return scene;
    }

    public void Write(string script)
    {
        File.Delete(Script);
        File.WriteAllText(Script, $$"""
            #!/bin/sh
            in=$(cat)
            op=$(printf %s "$in" | sed 's/.*"operation":"\([^"]*\)".*/\1/')
            echo "$op" >> '{{LogPath}}'
            root='{{Store.Root}}'
            ok() { echo '{"version":1,"status":"ok"'"$1"'}'; exit 0; }
            {{script}}
            """);
        File.SetUnixFileMode(Script, (UnixFileMode)0x1ED);
    }

    /// <summary>Writes the list of commands, with the plug-in and these fields of its entry.</summary>
    public void Declare(string fields) => Store.WriteCommands($"commands:\n- {{name: app, purpose: plugin, path: {Script}, {fields}}}\n");

    public Task<Backup> BackUpAsync(CancellationToken cancellationToken = default) => Store.Local.InvokeAsync(
        new BackupAccount(Account, []) { Configuration = new ConfigurationReference("team/nightly") }, progress: null, cancellationToken);

    public Task<PluginResult> AskAsync(string operation, params PluginParameter[] parameters) =>
        Store.Local.DoAsync(new RunPlugin(new PluginReference("app"), operation, Account) { Parameters = parameters });

    /// <summary>How many things that plug-ins have begun are to be ended.</summary>
    public long Left()
    {
        using StateConnection db = Store.Database.Connect();
        return PluginUndoStore.CountOf(db, "app");
    }

    public string PathOf(string file) => Path.Combine(Store.Root, file);

    public string Read(string file) => File.ReadAllText(PathOf(file)).Trim();

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
