using System.Diagnostics;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tests.Sources;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>The plug-ins that come as examples, with the real server and the real shell.</summary>
public sealed class ExampleTests(PostgreSqlHost server) : IClassFixture<PostgreSqlHost>
{
    private const string PowerShell = "/usr/local/bin/pwsh";
    private const string NoPowerShell = "A PowerShell plug-in needs pwsh.";

    [SkippableFact]
    public async Task PostgreSQL_is_read_only_from_quiesce_to_unquiesce_and_then_as_it_was()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        MakeDatabases("alice", "shop", "own");
        server.Query("ALTER DATABASE own SET default_transaction_read_only = off");
        DeclarePostgreSql(scene);
        using Process client = server.Connect("postgres", "shop");
        PluginBracket bracket = BracketOf(scene);

        await bracket.BeginAsync(CancellationToken.None);

        Assert.Contains("read-only transaction", Refusal(() => server.Query("INSERT INTO item VALUES (2)", "shop")), StringComparison.Ordinal);
        Assert.Contains("read-only transaction", Refusal(() => server.Query("INSERT INTO item VALUES (2)", "own")), StringComparison.Ordinal);
        Assert.Equal("1", server.Query("SELECT count(*) FROM item", "shop"));
        server.Query("CREATE TABLE elsewhere (id int); DROP TABLE elsewhere");
        await client.StandardInput.WriteLineAsync("INSERT INTO item VALUES (3);");
        client.StandardInput.Close();
        Assert.Contains("terminating connection", await client.StandardError.ReadToEndAsync(), StringComparison.Ordinal);

        Assert.Empty(await bracket.EndAsync(isArchived: true));

        server.Query("INSERT INTO item VALUES (2)", "shop");
        server.Query("INSERT INTO item VALUES (2)", "own");
        Assert.Equal("own|{default_transaction_read_only=off}", server.Query("SELECT d.datname, s.setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname IN ('own', 'shop')"));
        Drop("alice", "shop", "own");
    }

    [SkippableFact]
    public async Task PostgreSQL_waits_for_who_writes_and_ends_who_takes_too_long()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        MakeDatabases("alice", "shop");
        DeclarePostgreSql(scene);
        using Process client = server.Connect("postgres", "shop");
        await client.StandardInput.WriteLineAsync("BEGIN; INSERT INTO item VALUES (2); SELECT 2;");
        await client.StandardInput.FlushAsync();
        Assert.Equal("2", await client.StandardOutput.ReadLineAsync());
        PluginBracket bracket = BracketOf(scene);

        await bracket.BeginAsync(CancellationToken.None);

        Assert.Equal("1", server.Query("SELECT count(*) FROM item", "shop"));
        Assert.Equal("0", server.Query("SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop'"));
        Assert.Empty(await bracket.EndAsync(isArchived: true));
        Drop("alice", "shop");
    }

    [SkippableFact]
    public async Task PostgreSQL_is_as_it_was_after_unquiesce_without_what_quiesce_said_and_twice()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        MakeDatabases("alice", "shop");
        DeclarePostgreSql(scene);
        await BracketOf(scene).BeginAsync(CancellationToken.None);
        await BracketOf(scene).BeginAsync(CancellationToken.None);
        AccountRow account = RowOf(scene);

        await PluginUndoing.CatchUpAsync(ServicesOf(scene.Store), account);

        server.Query("INSERT INTO item VALUES (2)", "shop");
        Assert.Equal("0", server.Query("SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = 'shop'"));
        Assert.Equal(0, scene.Left());
        PluginResult found = await scene.AskAsync("discover");
        Assert.Equal(["shop"], (object?[])found.Data["databases"]!);
        Drop("alice", "shop");
    }

    [SkippableFact]
    public async Task A_web_application_is_in_maintenance_while_it_is_backed_up()
    {
        Skip.IfNot(File.Exists(PowerShell), NoPowerShell);
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        string flag = Path.Combine(scene.Store.AccountsPath, "alice", "public_html", ".maintenance");
        DeclareMaintenance(scene);
        PluginBracket bracket = BracketOf(scene);

        await bracket.BeginAsync(CancellationToken.None);
        Assert.StartsWith("BackupAccess", await File.ReadAllTextAsync(flag), StringComparison.Ordinal);
        Assert.Empty(await bracket.EndAsync(isArchived: true));

        Assert.False(File.Exists(flag));
        await File.WriteAllTextAsync(flag, "by hand");
        Backup backup = await scene.BackUpAsync();
        Assert.Equal((0, "by hand"), (backup.ProblemCount, await File.ReadAllTextAsync(flag)));
        Assert.Equal(["public_html/.maintenance"], (object?[])(await scene.AskAsync("discover")).Data["excludes"]!);
    }

    [SkippableFact]
    public async Task A_web_application_whose_folder_is_gone_fails_in_the_plug_ins_words()
    {
        Skip.IfNot(File.Exists(PowerShell), NoPowerShell);
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        DeclareMaintenance(scene);
        Directory.Delete(Path.Combine(scene.Store.AccountsPath, "alice", "public_html"), recursive: true);

        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => scene.BackUpAsync());

        Assert.Contains("\"app\" (quiesce) said: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Could not find a part of the path", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_PowerShell_plug_in_runs_as_the_accounts_own_user()
    {
        Skip.IfNot(File.Exists(PowerShell) && LinuxScene.IsPossible, LinuxScene.Reason);
        await using LinuxScene linux = await LinuxScene.CreateAsync();
        AccountReference account = await linux.AddAsync();
        string user = account.Text["linux/".Length..];
        Directory.CreateDirectory(Path.Combine(linux.HomeOf(user), "public_html"));
        LinuxScene.Run("/bin/chown", user, Path.Combine(linux.HomeOf(user), "public_html"));
        string script = Copy("maintenance.ps1", linux.Store.Root);
        linux.Store.WriteCommands($"commands: [{{name: app, purpose: plugin, path: {script}, interpreter: {PowerShell}, user: \"{{account}}\", arguments: [-Grace, \"0\"], operations: [{{name: quiesce}}, {{name: unquiesce}}]}}]");
        AccountRow row = RowOf(linux.Store, user);
        PluginBracket bracket = new(ServicesOf(linux.Store), "app", new PluginWork(row, null, null, null), PluginOperations.AroundBackup);

        await bracket.BeginAsync(CancellationToken.None);

        string flag = Path.Combine(linux.HomeOf(user), "public_html", ".maintenance");
        Assert.Equal(user, LinuxScene.Run("/usr/bin/stat", "--format=%U", flag));
        Assert.Empty(await bracket.EndAsync(isArchived: true));
        Assert.False(File.Exists(flag));
    }

    private static EngineServices ServicesOf(Store store) => new(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot);

    private static string Copy(string example, string folder)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "BackupAccess.sln")))
        {
            root = root.Parent;
        }

        string copy = Path.Combine(folder, Path.GetFileName(example));
        File.Copy(Path.Combine(root.FullName, "examples", "plugins", example), copy);
        File.SetUnixFileMode(copy, (UnixFileMode)0x1ED);
        return copy;
    }

    private static AccountRow RowOf(PluginScene scene) => RowOf(scene.Store, "alice");

    private static AccountRow RowOf(Store store, string account)
    {
        using StateConnection db = store.Database.Connect();
        return Assert.Single(AccountStore.FindLive(db, account));
    }

    private static PluginBracket BracketOf(PluginScene scene) =>
        new(ServicesOf(scene.Store), "app", new PluginWork(RowOf(scene), "team/nightly", Job: null, Backup: null), PluginOperations.AroundBackup);

    private static string Refusal(Action act) => Assert.ThrowsAny<Exception>(act).Message;

    private static void DeclareMaintenance(PluginScene scene) => scene.Store.WriteCommands(
        $"commands: [{{name: app, purpose: plugin, path: {Copy("maintenance.ps1", scene.Store.Root)}, interpreter: {PowerShell}, arguments: [-Grace, \"0\"], operations: [{{name: discover}}, {{name: quiesce}}, {{name: unquiesce}}]}}]");

    private void DeclarePostgreSql(PluginScene scene) => scene.Store.WriteCommands(
        $"commands: [{{name: app, purpose: plugin, path: {Copy("postgresql", scene.Store.Root)}, user: postgres, arguments: [\"1\", {server.Folder}], operations: [{{name: discover}}, {{name: quiesce}}, {{name: unquiesce}}]}}]");

    private void MakeDatabases(string owner, params string[] databases)
    {
        server.Query($"CREATE ROLE {owner}");
        foreach (string database in databases)
        {
            server.Query($"CREATE DATABASE {database} OWNER {owner}");
            server.Query("CREATE TABLE item (id int); INSERT INTO item VALUES (1)", database);
        }
    }

    private void Drop(string owner, params string[] databases)
    {
        foreach (string database in databases)
        {
            server.Query($"DROP DATABASE {database}");
        }

        server.Query($"DROP ROLE {owner}");
    }
}
