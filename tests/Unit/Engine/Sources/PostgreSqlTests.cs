using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>PostgreSQL databases and roles of accounts made for the test.</summary>
public sealed class PostgreSqlTests(PostgreSqlHost host) : IClassFixture<PostgreSqlHost>, IAsyncLifetime
{
    private const string Shop = "shop \"x\"; -- '\n=$1";

    private LinuxScene _scene = null!;
    private AccountReference _account = null!;
    private string _user = "";
    private string _shop = "";

    public async Task InitializeAsync()
    {
        _scene = await LinuxScene.CreateAsync();
        if (!PostgreSqlHost.IsPossible)
        {
            return;
        }

        Declare("");
        _account = await _scene.AddAsync();
        _user = _account.Text["linux/".Length..];
        _shop = $"{_user}.shop";
        host.Query($"CREATE ROLE \"{_user}\" LOGIN PASSWORD 'secret';");
        Create(_shop);
    }

    public async Task DisposeAsync()
    {
        if (PostgreSqlHost.IsPossible)
        {
            host.Query($"SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE rolname = '{_user}' \\gexec");
            host.Query($"SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname LIKE '{_user}%' \\gexec");
        }

        await _scene.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_database_and_its_roles_that_were_lost_come_back()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        host.Query($"CREATE ROLE \"{_user}_app\" LOGIN PASSWORD 'other' IN ROLE \"{_user}\"; REVOKE ALL ON DATABASE \"{_shop}\" FROM PUBLIC; GRANT CONNECT ON DATABASE \"{_shop}\" TO \"{_user}_app\";");
        string roles = Roles();
        string access = Access();
        Backup backup = await BackUpAsync();
        host.Query($"DROP DATABASE \"{_shop}\";");
        host.Query($"DROP ROLE \"{_user}_app\"; DROP ROLE \"{_user}\";");

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.DatabaseUsers, BackupItem.Databases);

        Assert.Empty(backup.Problems);
        Assert.Equal([BackupItem.DatabaseUsers, BackupItem.Databases], backup.Items);
        Assert.Empty(result.Problems);
        Assert.Equal(roles, Roles());
        Assert.Equal(access, Access());
        Assert.Equal("1|a \\ 'b' \"c\"\t\n2|\u00e9", Rows(_shop));
        Assert.Equal(_user, host.Query("SELECT tableowner FROM pg_tables WHERE tablename = 'items';", _shop));
    }

    [SkippableFact]
    public async Task A_stock_restic_gives_a_file_that_a_stock_client_restores()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible && File.Exists("/usr/bin/restic"), PostgreSqlHost.Reason);
        Backup backup = await BackUpAsync();
        ExportedKey key = await _scene.Store.Local.DoAsync(new ExportEncryptionKey(_account));
        string folder = Path.Combine(_scene.Store.Root, "out");
        LinuxScene.Run("/usr/bin/env", $"RESTIC_PASSWORD={Encoding.UTF8.GetString(key.Password.Utf8.Span)}", "/usr/bin/restic", "--no-cache", "--repo", key.Repository, "restore", backup.Snapshot, "--target", folder);

        host.Query($"DROP DATABASE \"{_shop}\";");
        host.Query($"CREATE DATABASE \"{_shop}\" OWNER \"{_user}\";");
        host.Query(await File.ReadAllTextAsync(Path.Combine(folder, $"Databases/{_shop}.sql")), _shop);
        host.Query($"DROP DATABASE \"{_shop}\"; DROP ROLE \"{_user}\";");
        host.Query(await File.ReadAllTextAsync(Path.Combine(folder, "DatabaseUsers/postgresql.sql")));

        Assert.Equal("600", LinuxScene.Run("/usr/bin/stat", "-c", "%a", Path.Combine(folder, $"Databases/{_shop}.sql")));
        Assert.Equal("1", host.Query($"SELECT count(*) FROM pg_authid WHERE rolname = '{_user}' AND rolpassword LIKE 'SCRAM%';"));
    }

    [SkippableFact]
    public async Task A_live_database_is_kept_or_replaced_or_gets_the_other_beside_it()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        Backup backup = await BackUpAsync();
        host.Query("DELETE FROM items; CREATE TABLE later (id int);", _shop);
        host.Query($"ALTER DATABASE \"{_shop}\" SET work_mem = '5MB'; REVOKE ALL ON DATABASE \"{_shop}\" FROM PUBLIC;");
        string access = Access();

        RestoreResult kept = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Databases);
        RestoreResult renamed = await _scene.RestoreAsync(backup, RestoreConflict.Rename, BackupItem.Databases);
        string meanwhile = Rows(_shop);
        string beside = Databases().Single(name => name.StartsWith($"{_shop}_restored_", StringComparison.Ordinal));
        RestoreResult replaced = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Databases);

        Assert.Equal((0, 1, 0), (kept.Files, kept.Kept, kept.ProblemCount));
        Assert.Equal((1, 0), (renamed.Files, renamed.ProblemCount));
        Assert.Equal((1, 0), (replaced.Files, replaced.ProblemCount));
        Assert.Equal("", meanwhile);
        Assert.StartsWith("1|", Rows(beside), StringComparison.Ordinal);
        Assert.StartsWith("1|", Rows(_shop), StringComparison.Ordinal);
        Assert.Equal("5MB", host.Query("SHOW work_mem;", _shop));
        Assert.Equal(access, Access());
        Assert.Equal(2, Databases().Length);
    }

    [SkippableFact]
    public async Task A_live_database_that_somebody_is_connected_to_is_replaced()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        Backup backup = await BackUpAsync(BackupItem.Databases);
        using System.Diagnostics.Process client = host.Connect(_user, _shop);

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Databases);
        client.StandardInput.WriteLine("SELECT 1;");
        client.StandardInput.Close();
        await client.WaitForExitAsync();

        Assert.Empty(result.Problems);
        Assert.NotEqual(0, client.ExitCode);
        Assert.Equal([_shop], Databases());
    }

    [SkippableFact]
    public async Task An_owner_puts_databases_back_and_no_roles_and_a_path_names_one_of_them()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        Create($"{_user}.other");
        await using LocalClient owner = await _scene.Store.SignInAsync("owner", ["AccountOwner"]);
        await _scene.Store.Local.DoAsync(new SetAccountOwner(_account, new UserReference("owner")));
        Backup backup = await owner.DoAsync(new BackupAccount(_account, []));
        host.Query("DELETE FROM items;", _shop);
        host.Query("DELETE FROM items;", $"{_user}.other");
        host.Query($"ALTER ROLE \"{_user}\" CONNECTION LIMIT 3;");

        RestoreResult one = await owner.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [BackupItem.Databases], [$"{_shop}.sql"])));
        RestoreResult roles = await owner.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [BackupItem.DatabaseUsers], [])));

        Assert.Equal((1, 0), (one.Files, one.ProblemCount));
        Assert.StartsWith("1|", Rows(_shop), StringComparison.Ordinal);
        Assert.Equal("", Rows($"{_user}.other"));
        Assert.Contains("who reaches the account's connector", Assert.Single(roles.Problems), StringComparison.Ordinal);
        Assert.Equal("3", host.Query($"SELECT rolconnlimit FROM pg_roles WHERE rolname = '{_user}';"));
    }

    [SkippableFact]
    public async Task Names_of_databases_are_names_whatever_is_in_them()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        string[] names = [Shop, "../x", "-f", "host=/nowhere", "a/b%c", "postgresql://nowhere/x"];
        foreach (string name in names)
        {
            Create(name);
        }

        Backup backup = await BackUpAsync(BackupItem.Databases);
        host.Query($"SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE rolname = '{_user}' \\gexec");

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Databases);

        Assert.Empty(backup.Problems);
        Assert.Equal(names.Length + 1, backup.Files);
        Assert.Empty(result.Problems);
        Assert.Equal(names.Append(_shop).Order(StringComparer.Ordinal), names.Append(_shop).Where(Exists).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_database_that_is_anothers_by_now_stays()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        Backup backup = await BackUpAsync(BackupItem.Databases);
        host.Query($"ALTER DATABASE \"{_shop}\" OWNER TO postgres;");
        host.Query("DELETE FROM items;", _shop);

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Databases);
        string rows = Rows(_shop);
        host.Query($"ALTER DATABASE \"{_shop}\" OWNER TO \"{_user}\";");

        Assert.Contains("isn't the account's", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal("", rows);
    }

    [SkippableFact]
    public async Task Hostile_SQL_runs_with_the_accounts_rights_alone_and_starts_no_program()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        string trace = Path.Combine(_scene.HomeOf(_user), "trace");
        host.Query($"CREATE TABLE public.bait (id int); REVOKE ALL ON public.bait FROM PUBLIC;");
        await RestoreTextAsync("RESET ROLE;\nSET SESSION AUTHORIZATION postgres;\n");
        string superuser = await RestoreTextAsync("CREATE ROLE evil SUPERUSER;\n");
        string program = await RestoreTextAsync($"COPY (SELECT 1) TO PROGRAM 'touch {trace}';\n");
        await RestoreTextAsync($"\\! touch {trace}\n\\o | touch {trace}\nSELECT 1;\n");
        await RestoreTextAsync($"SELECT `touch {trace}`;\n");
        await RestoreTextAsync("\\connect postgres\nDELETE FROM public.bait;\n");

        Assert.Contains("must be superuser", superuser, StringComparison.Ordinal);
        Assert.Contains("COPY", program, StringComparison.Ordinal);
        Assert.False(File.Exists(trace));
        Assert.Equal("0", host.Query("SELECT count(*) FROM pg_roles WHERE rolname = 'evil';"));
        Assert.StartsWith("1|", Rows(_shop), StringComparison.Ordinal);
        host.Query("DROP TABLE public.bait;");
    }

    [SkippableFact]
    public async Task A_dump_that_does_not_go_through_leaves_the_live_database_as_it_is()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);

        string problem = await RestoreTextAsync("CREATE TABLE half (id int);\nSELECT nonsense;\n");

        Assert.Contains("column \"nonsense\" does not exist", problem, StringComparison.Ordinal);
        Assert.StartsWith("1|", Rows(_shop), StringComparison.Ordinal);
        Assert.Equal([_shop], Databases());
    }

    [SkippableFact]
    public async Task A_wrong_password_or_a_stopped_server_costs_the_items_and_says_why()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        string passwords = Path.Combine(_scene.Store.Root, "pgpass");
        await File.WriteAllTextAsync(passwords, "*:*:*:*:wrong\n");
        File.SetUnixFileMode(passwords, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        host.Query("ALTER ROLE postgres PASSWORD 'right';");
        Declare($", passwordFile: {passwords}");
        host.SetAuthentication("local all all scram-sha-256\n");
        Backup refused = await _scene.Store.Local.DoAsync(new BackupAccount(_account, []));
        host.SetAuthentication("local all all peer\n");
        Declare("");
        host.Stop();
        Backup stopped = await _scene.Store.Local.DoAsync(new BackupAccount(_account, []));
        host.Start();

        Assert.Equal((2, 2), (refused.ProblemCount, stopped.ProblemCount));
        Assert.All(refused.Problems, problem => Assert.Contains("password authentication failed", problem, StringComparison.Ordinal));
        Assert.All(stopped.Problems, problem => Assert.Contains("No such file or directory", problem, StringComparison.Ordinal));
        Assert.DoesNotContain(stopped.Problems, problem => problem.Contains("WARNING", StringComparison.Ordinal));
        Assert.DoesNotContain(refused.Problems, problem => problem.Contains("wrong", StringComparison.Ordinal));
        Assert.Contains(BackupItem.HomeDirectory, stopped.Items);
        Assert.DoesNotContain(BackupItem.Databases, stopped.Items.Concat(refused.Items));
    }

    [SkippableFact]
    public async Task What_was_left_by_a_restore_that_was_killed_is_neither_backed_up_nor_left_for_ever()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        string left = $"backupaccess_{Guid.NewGuid():N}";
        Create(left);

        Backup backup = await BackUpAsync(BackupItem.Databases);
        await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Databases);

        Assert.Equal(1, backup.Files);
        Assert.Equal([_shop], Databases());
    }

    [SkippableFact]
    public async Task Another_accounts_roles_are_not_taken_for_those_of_a_shorter_name()
    {
        Skip.IfNot(PostgreSqlHost.IsPossible, PostgreSqlHost.Reason);
        string longer = $"{_user}_x";
        await _scene.AddNamedAsync(longer);
        host.Query($"CREATE ROLE \"{longer}\"; CREATE ROLE \"{longer}_app\"; CREATE ROLE \"{_user}_xa\";");
        Backup backup = await BackUpAsync(BackupItem.DatabaseUsers);
        string folder = Path.Combine(_scene.Store.Root, "out");

        await _scene.Store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, new BackupReference(backup), [], []), folder, RestoreConflict.Overwrite));

        string sql = await File.ReadAllTextAsync(Path.Combine(folder, "DatabaseUsers/postgresql.sql"));
        Assert.Contains($"CREATE ROLE \"{_user}_xa\"", sql, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{longer}\"", sql, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{longer}_app\"", sql, StringComparison.Ordinal);
    }

    /// <summary>Has SQL of somebody's restored over the live database: what the backup has of it with more at its end. Gives what is said.</summary>
    private async Task<string> RestoreTextAsync(string sql)
    {
        string dump = Path.Combine(_scene.Store.Root, "dump");
        _scene.Store.WriteCommands($"commands: [{{name: dump, purpose: dump, path: /bin/cat, arguments: [{dump}]}}]");
        string header = $"{{\"product\":\"postgresql\",\"name\":\"{_shop}\",\"encoding\":\"UTF8\",\"collate\":\"C\",\"ctype\":\"C\",\"provider\":\"c\",\"connectionLimit\":-1}}";
        await File.WriteAllTextAsync(dump, $"-- BackupAccess {header}\nCREATE TABLE items (id int, name text);\nINSERT INTO items VALUES (1, 'x');\n{sql}");
        _scene.Store.WriteSources($"defaults: {{Databases: [{{command: {_shop}.sql, dump: dump}}]}}");
        Backup backup = await BackUpAsync(BackupItem.Databases);
        Declare("");
        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Databases);
        return string.Join('\n', result.Problems);
    }

    private void Declare(string more) => _scene.Store.WriteSources($$"""
        connectors:
          linux:
            Databases: [{server: postgresql, socket: {{host.Folder}}{{more}}}]
            DatabaseUsers: [{server: postgresql, socket: {{host.Folder}}{{more}}}]
        """);

    private void Create(string database)
    {
        host.Query($"CREATE DATABASE \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\" OWNER \"{_user}\";");
        if (database.StartsWith(_user, StringComparison.Ordinal))
        {
            host.QueryAs(_user, "CREATE TABLE items (id int PRIMARY KEY, name text); INSERT INTO items VALUES (1, E'a \\\\ ''b'' \"c\"\\t'), (2, '\u00e9'); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON items EXECUTE FUNCTION f();", database);
        }
    }

    private string Rows(string database) => host.Query("SELECT * FROM items ORDER BY id;", database);

    private bool Exists(string database) => host.Query($"SELECT count(*) FROM pg_database WHERE datname = '{database.Replace("'", "''", StringComparison.Ordinal)}';") == "1";

    private string[] Databases() => host.Query($"SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE rolname = '{_user}' ORDER BY datname;").Split('\n');

    private string Roles() => host.Query($"SELECT rolname, rolcanlogin, rolpassword, (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) FROM pg_authid r WHERE rolname LIKE '{_user}%' ORDER BY 1;");

    private string Access() => host.Query($"SELECT array_agg(a::text ORDER BY a::text) FROM pg_database d, unnest(d.datacl) a WHERE datname = '{_shop}';");

    private Task<Backup> BackUpAsync(params BackupItem[] items) =>
        _scene.Store.Local.DoAsync(new BackupAccount(_account, items.Length > 0 ? items : [BackupItem.DatabaseUsers, BackupItem.Databases]));
}
