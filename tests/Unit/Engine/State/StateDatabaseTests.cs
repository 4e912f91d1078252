using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.State;

public sealed partial class StateDatabaseTests
{
    [Fact]
    public async Task The_database_keeps_a_write_ahead_log_and_its_references()
    {
        await using Store store = await Store.CreateAsync();
        using StateConnection db = Open(store).Connect();

        Assert.Equal("wal", db.QueryScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(1, db.QueryScalar<int>("PRAGMA foreign_keys"));
        Assert.Equal(Migrations.Newest, db.QueryScalar<int>("SELECT max(version) FROM schema_version"));
    }

    [SkippableFact]
    public async Task The_operating_systems_own_SQLite_is_used()
    {
        Skip.IfNot(NativeLibrary.TryLoad("libsqlite3.so.0", out nint library), "libsqlite3 isn't installed here.");
        NativeLibrary.Free(library);
        await using Store store = await Store.CreateAsync();
        using StateConnection db = Open(store).Connect();

        Assert.Equal(Marshal.PtrToStringUTF8(SystemVersion()), db.QueryScalar<string>("SELECT sqlite_version()"));
    }

    [Fact]
    public async Task Several_clients_write_at_once_and_nothing_is_lost()
    {
        const int Clients = 4;
        const int Each = 10;
        await using Store store = await Store.CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            await using LocalClient client = await LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default);
            for (int i = 0; i < Each; i++)
            {
                await client.DoAsync(new CreateUser($"user{number}-{i}", ["Viewer"], ConsoleAccess.Off, null, null));
            }
        })));

        Assert.Equal(1 + (Clients * Each), (await store.Local.ListAsync(new ListUsers([]))).Count);
        IReadOnlyList<long> sequence = [.. (await store.AuditAsync()).Select(one => one.Sequence)];
        Assert.Equal(Enumerable.Range(1, sequence.Count).Select(number => (long)number), sequence);
    }

    [SkippableFact]
    public async Task Another_process_writes_in_parallel_and_both_are_seen()
    {
        Skip.IfNot(File.Exists("/usr/bin/sqlite3"), "The sqlite3 program isn't installed here.");
        await using Store store = await Store.CreateAsync();
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/sqlite3", [Path.Combine(store.StatePath, "state.db")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await other.StandardInput.WriteLineAsync("PRAGMA busy_timeout = 20000;");
        for (int i = 0; i < 50; i++)
        {
            await other.StandardInput.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE; INSERT INTO role (name_key, name, permissions, connectors, profiles, accounts) VALUES ('role{i}', 'Role{i}', '[]', 'None', 'None', 'None'); UPDATE policy_version SET value = value + 1; COMMIT;"));
            await store.Local.DoAsync(new CreateUser($"user{i}", [], ConsoleAccess.Off, null, null));
        }

        other.StandardInput.Close();
        await other.WaitForExitAsync();

        Assert.Equal(0, other.ExitCode);
        Assert.Equal(50, (await store.Local.ListAsync(new ListRoles(["Role*"]))).Count);
        Assert.Equal(51, (await store.Local.ListAsync(new ListUsers([]))).Count);
    }

    [Fact]
    public void A_sealed_secret_opens_with_its_key_and_purpose_only()
    {
        string folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;
        StateKey key = StateKey.Create(Path.Combine(folder, "one.key"));
        StateKey other = StateKey.Create(Path.Combine(folder, "two.key"));
        byte[] box = key.Seal("the secret"u8, "repository password of account 1");

        using Secret opened = StateKey.Read(Path.Combine(folder, "one.key")).Open(box, "repository password of account 1");

        Assert.True(opened.Utf8.Span.SequenceEqual("the secret"u8));
        Assert.Equal("StateDamaged", Assert.Throws<StateException>(() => key.Open(box, "repository password of account 2")).ErrorId);
        Assert.Equal("StateDamaged", Assert.Throws<StateException>(() => other.Open(box, "repository password of account 1")).ErrorId);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_sealed_secret_changed_in_any_byte_or_cut_at_any_length_does_not_open()
    {
        string folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;
        StateKey key = StateKey.Create(Path.Combine(folder, "state.key"));
        byte[] box = key.Seal("the secret"u8, "purpose");

        for (int i = 0; i < box.Length; i++)
        {
            byte[] changed = [.. box];
            changed[i] ^= 1;
            Assert.Equal("StateDamaged", Assert.Throws<StateException>(() => key.Open(changed, "purpose")).ErrorId);
            byte[] cut = box[..i];
            Assert.Equal("StateDamaged", Assert.Throws<StateException>(() => key.Open(cut, "purpose")).ErrorId);
        }

        Assert.NotEqual(box, key.Seal("the secret"u8, "purpose"));
        Directory.Delete(folder, recursive: true);
    }

    private static StateDatabase Open(Store store) => StateDatabase.Open(Path.Combine(store.StatePath, "state.db"), store.Clock);

    [LibraryImport("libsqlite3.so.0", EntryPoint = "sqlite3_libversion")]
    private static partial nint SystemVersion();
}
