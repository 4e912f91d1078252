using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>MariaDB databases and users of accounts made for the test.</summary>
public sealed class MariaDbTests(MariaDbHost host) : IClassFixture<MariaDbHost>, IAsyncLifetime
{
    private LinuxScene _scene = null!;
    private AccountReference _account = null!;
    private string _user = "";
    private string _shop = "";

    public async Task InitializeAsync()
    {
        _scene = await LinuxScene.CreateAsync();
        if (!MariaDbHost.IsPossible)
        {
            return;
        }

        Declare("");
        _account = await _scene.AddAsync();
        _user = _account.Text["linux/".Length..];
        _shop = $"{_user}_shop";
        host.Query($"CREATE USER `{_user}`@localhost IDENTIFIED BY 'secret'; GRANT ALL ON `{_user}\\_%`.* TO `{_user}`@localhost;");
        Create(_shop);
    }

    public async Task DisposeAsync()
    {
        if (MariaDbHost.IsPossible)
        {
            foreach (string database in Databases())
            {
                host.Query($"DROP DATABASE `{database.Replace("`", "``", StringComparison.Ordinal)}`;");
            }

            foreach (string user in host.Query($"SELECT CONCAT('`', User, '`@`', Host, '`') FROM mysql.global_priv WHERE User LIKE '{_user}%';").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                host.Query($"DROP USER {user};");
            }
        }

        await _scene.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_database_and_its_users_that_were_lost_come_back_with_views_triggers_routines_and_events()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        host.Query($"CREATE USER `{_user}_app`@`%` IDENTIFIED BY 'other'; GRANT SELECT, INSERT ON `{_user}\\_shop`.* TO `{_user}_app`@`%`;");
        string users = Users();
        string all = Objects(_shop);
        Backup backup = await BackUpAsync();
        host.Query($"DROP DATABASE `{_shop}`; DROP USER `{_user}`@localhost, `{_user}_app`@`%`;");

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.DatabaseUsers, BackupItem.Databases);

        Assert.Empty(backup.Problems);
        Assert.Equal([BackupItem.DatabaseUsers, BackupItem.Databases], backup.Items);
        Assert.Empty(result.Problems);
        Assert.Equal(users, Users());
        Assert.Equal(all, Objects(_shop));
    }

    [SkippableFact]
    public async Task A_live_database_is_kept_or_replaced_or_gets_the_other_beside_it()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        string users = Users();
        string all = Objects(_shop);
        Backup backup = await BackUpAsync();
        host.Query($"DELETE FROM `{_shop}`.items; CREATE TABLE `{_shop}`.later (id int);");

        RestoreResult kept = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Databases);
        RestoreResult renamed = await _scene.RestoreAsync(backup, RestoreConflict.Rename, BackupItem.Databases);
        string meanwhile = Rows(_shop);
        string beside = Databases().Single(name => name.StartsWith($"{_shop}_restored_", StringComparison.Ordinal));
        RestoreResult replaced = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.Databases);

        Assert.Equal((0, 1, 0), (kept.Files, kept.Kept, kept.ProblemCount));
        Assert.Equal("", string.Join('\n', renamed.Problems.Concat(replaced.Problems)));
        Assert.Equal("", meanwhile);
        Assert.StartsWith("1\t", Rows(beside), StringComparison.Ordinal);
        Assert.Equal(all, Objects(_shop));
        Assert.Equal(users, Users());
        Assert.Equal(2, Databases().Length);
    }

    [SkippableFact]
    public async Task An_owner_puts_databases_back_and_no_users_and_a_path_names_one_of_them()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        Create($"{_user}_other");
        await using LocalClient owner = await _scene.Store.SignInAsync("owner", ["AccountOwner"]);
        await _scene.Store.Local.DoAsync(new SetAccountOwner(_account, new UserReference("owner")));
        Backup backup = await owner.DoAsync(new BackupAccount(_account, []));
        host.Query($"DELETE FROM `{_shop}`.items; DELETE FROM `{_user}_other`.items; ALTER USER `{_user}`@localhost IDENTIFIED BY 'changed';");
        string users = Users();

        RestoreResult one = await owner.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [BackupItem.Databases], [$"{_shop}.sql"])));
        RestoreResult refused = await owner.DoAsync(new RestoreOverwrite(new RestoreSelection(null, new BackupReference(backup), [BackupItem.DatabaseUsers], [])));

        Assert.Equal("", string.Join('\n', one.Problems));
        Assert.StartsWith("1\t", Rows(_shop), StringComparison.Ordinal);
        Assert.Equal("", Rows($"{_user}_other"));
        Assert.Contains("who reaches the account's connector", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal(users, Users());
    }

    [SkippableFact]
    public async Task Names_of_databases_are_names_whatever_is_in_them()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        string[] names = [$"{_user}_`x`", $"{_user}_../x", $"{_user}_ -- '\"; \\", $"{_user}_a/b%\nc"];
        foreach (string name in names)
        {
            host.Query($"CREATE DATABASE `{name.Replace("`", "``", StringComparison.Ordinal)}`;");
        }

        string[] all = Databases();
        Backup backup = await BackUpAsync(BackupItem.Databases);
        foreach (string name in names)
        {
            host.Query($"DROP DATABASE `{name.Replace("`", "``", StringComparison.Ordinal)}`;");
        }

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Databases);

        Assert.Empty(backup.Problems);
        Assert.Equal(names.Length + 1, backup.Files);
        Assert.Empty(result.Problems);
        Assert.Equal(all, Databases());
    }

    [SkippableFact]
    public async Task A_database_of_another_accounts_is_not_taken_for_one_of_a_shorter_name()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        string longer = $"{_user}_x";
        await _scene.AddNamedAsync(longer);
        Revoke();
        Create($"{longer}_shop", longer);

        Backup backup = await BackUpAsync(BackupItem.Databases);
        LinuxScene.Run("/usr/sbin/userdel", "--remove", longer);
        await _scene.DiscoverAsync();
        Backup later = await BackUpAsync(BackupItem.Databases);

        Assert.Equal((1, 1), (backup.Files, later.Files));
    }

    [SkippableFact]
    public async Task Hostile_SQL_runs_with_the_accounts_rights_alone_and_starts_no_program()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        string trace = Path.Combine(_scene.HomeOf(_user), "trace");
        string users = Users();

        string user = await RestoreTextAsync("CREATE USER evil@localhost;\n");
        string definer = await RestoreTextAsync("CREATE DEFINER=`root`@`localhost` PROCEDURE p() SQL SECURITY DEFINER CREATE USER evil@localhost;\nCALL p();\n");
        await RestoreTextAsync($"\\! touch {trace}\nsystem touch {trace}\n");
        string file = await RestoreTextAsync($"SELECT 1 INTO OUTFILE '{host.Folder}/evil';\n");
        string other = await RestoreTextAsync("DELETE FROM mysql.db;\n");

        Assert.All([user, definer, file, other], problem => Assert.Contains("denied", problem, StringComparison.Ordinal));
        Assert.False(File.Exists(trace));
        Assert.False(File.Exists(Path.Combine(host.Folder, "evil")));
        Assert.Equal("0", host.Query("SELECT COUNT(*) FROM mysql.global_priv WHERE User = 'evil';"));
        Assert.Equal(users, Users());
        Assert.StartsWith("1\t", Rows(_shop), StringComparison.Ordinal);
        Assert.Equal([_shop], Databases());
    }

    [SkippableFact]
    public async Task A_wrong_password_or_a_stopped_server_costs_the_items_and_says_why()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        string options = Path.Combine(_scene.Store.Root, "my.cnf");
        await File.WriteAllTextAsync(options, $"[client]\nuser={_user}\npassword=wrong\n");
        Declare($", optionsFile: {options}");
        Backup refused = await _scene.Store.Local.DoAsync(new BackupAccount(_account, []));
        Declare("");
        host.Stop();
        Backup stopped = await _scene.Store.Local.DoAsync(new BackupAccount(_account, []));
        host.Start();

        Assert.Equal((2, 2), (refused.ProblemCount, stopped.ProblemCount));
        Assert.All(refused.Problems, problem => Assert.Contains("Access denied for user", problem, StringComparison.Ordinal));
        Assert.All(stopped.Problems, problem => Assert.Contains("Can't connect to local server", problem, StringComparison.Ordinal));
        Assert.DoesNotContain(refused.Problems, problem => problem.Contains("wrong", StringComparison.Ordinal));
        Assert.Contains(BackupItem.HomeDirectory, stopped.Items);
        Assert.DoesNotContain(BackupItem.Databases, stopped.Items.Concat(refused.Items));
    }

    [SkippableFact]
    public async Task A_database_of_an_account_without_a_user_comes_back_and_what_a_killed_restore_left_goes()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        Revoke();
        host.Query($"DROP VIEW `{_shop}`.v; DROP TRIGGER `{_shop}`.t; DROP PROCEDURE `{_shop}`.p; DROP EVENT `{_shop}`.e; DROP USER `{_user}`@localhost;");
        Backup backup = await BackUpAsync(BackupItem.Databases);
        string left = "backupaccess_" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(_user)))[..16] + "0123456789abcdef";
        host.Query($"DROP DATABASE `{_shop}`; CREATE DATABASE `{left}`;");

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.Databases);

        Assert.Equal("", string.Join('\n', result.Problems));
        Assert.StartsWith("1\t", Rows(_shop), StringComparison.Ordinal);
        Assert.Equal([_shop], Databases());
        Assert.Equal("", Users().Trim());
    }

    [SkippableFact]
    public async Task A_dump_that_does_not_go_through_leaves_the_live_database_as_it_is()
    {
        Skip.IfNot(MariaDbHost.IsPossible, MariaDbHost.Reason);
        string all = Objects(_shop);

        string problem = await RestoreTextAsync("CREATE TABLE half (id int);\nSELECT nonsense;\n");

        Assert.Contains("Unknown column 'nonsense'", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT nonsense", problem, StringComparison.Ordinal);
        Assert.Equal(all, Objects(_shop));
        Assert.Equal([_shop], Databases());
    }

    /// <summary>Has SQL of somebody's restored over the live database. Gives what is said.</summary>
    private async Task<string> RestoreTextAsync(string sql)
    {
        string dump = Path.Combine(_scene.Store.Root, "dump");
        _scene.Store.WriteCommands($"commands: [{{name: dump, purpose: dump, path: /bin/cat, arguments: [{dump}]}}]");
        string header = $"{{\"product\":\"mariadb\",\"name\":\"{_shop}\",\"charset\":\"utf8mb4\",\"collation\":\"utf8mb4_general_ci\"}}";
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
            Databases: [{server: mariadb, socket: {{host.Socket}}{{more}}}]
            DatabaseUsers: [{server: mariadb, socket: {{host.Socket}}{{more}}}]
        """);

    private void Create(string database, string? definer = null)
    {
        string own = $"DEFINER=`{definer ?? _user}`@localhost";
        host.Query($"""
            CREATE DATABASE `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
            USE `{database}`;
            CREATE TABLE items (id int PRIMARY KEY, name text, bin blob) ENGINE=InnoDB;
            INSERT INTO items VALUES (1, 'a \\ ''b'' "c"\t', X'00FF0A'), (2, 'é', NULL);
            CREATE {own} VIEW v AS SELECT id FROM items;
            CREATE {own} TRIGGER t BEFORE INSERT ON items FOR EACH ROW SET NEW.id = NEW.id;
            CREATE {own} PROCEDURE p() SELECT ';;' AS x;
            CREATE {own} EVENT e ON SCHEDULE EVERY 1 YEAR DO DELETE FROM items WHERE id = 0;
            """);
    }

    private void Revoke() => host.Query($"REVOKE ALL ON `{_user}\\_%`.* FROM `{_user}`@localhost;");

    private string Rows(string database) => host.Query($"SELECT id, name, HEX(bin) FROM `{database}`.items ORDER BY id;");

    private string Objects(string database) => string.Join(
        '\n',
        Rows(database),
        host.Query($"SELECT TABLE_NAME, DEFINER, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '{database}';"),
        host.Query($"SELECT TRIGGER_NAME, DEFINER, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '{database}';"),
        host.Query($"SELECT ROUTINE_NAME, DEFINER, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '{database}';"),
        host.Query($"SELECT EVENT_NAME, DEFINER, EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '{database}';"),
        host.Query($"SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '{database}';"));

    private string[] Databases() => host.Query($"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '{_user}%' OR SCHEMA_NAME LIKE 'backupaccess%' ORDER BY 1;")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)).ToArray();

    private string Users() => string.Join(
        '\n',
        host.Query($"SELECT User, Host, JSON_VALUE(Priv, '$.plugin'), JSON_VALUE(Priv, '$.authentication_string'), COALESCE(JSON_LENGTH(Priv, '$.auth_or'), 1) FROM mysql.global_priv WHERE User LIKE '{_user}%' OR User LIKE 'backupaccess%' ORDER BY 1, 2;"),
        host.Query($"SELECT Db, User, Host, Select_priv, Insert_priv, Drop_priv, Trigger_priv FROM mysql.db WHERE User LIKE '{_user}%' OR User LIKE 'backupaccess%' ORDER BY 1, 2, 3;"));

    private Task<Backup> BackUpAsync(params BackupItem[] items) =>
        _scene.Store.Local.DoAsync(new BackupAccount(_account, items.Length > 0 ? items : [BackupItem.DatabaseUsers, BackupItem.Databases]));
}
