using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.State;

/// <summary>The state folder: made for its owner only, and refused where it can't be trusted or understood.</summary>
public sealed class StateFolderTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_folder_is_made_0700_and_what_is_in_it_0600()
    {
        await using Store store = await Store.CreateAsync();

        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(store.StatePath));
        Assert.All(Directory.GetFiles(store.StatePath), file => Assert.Equal(OwnerFile, File.GetUnixFileMode(file)));
        Assert.Contains(Directory.GetFiles(store.StatePath), file => Path.GetFileName(file) == "state.key");
    }

    [Fact]
    public async Task An_empty_folder_open_to_others_is_closed_when_it_becomes_a_state()
    {
        string root = Directory.CreateTempSubdirectory("backupaccess-").FullName;
        File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);

        await using (LocalClient client = await LocalClient.InitializeAsync(new LocalStore(root, "Test", TimeProvider.System, new SystemBootClock()), "tester", "admin", null, default))
        {
            Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(root));
        }

        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("", 0b111_101_000)]
    [InlineData("", 0b111_000_001)]
    [InlineData("state.key", 0b110_100_000)]
    [InlineData("state.key", 0b110_000_100)]
    public async Task Wider_permissions_are_refused(string file, int mode)
    {
        await using Store store = await Store.CreateAsync();
        string path = Path.Combine(store.StatePath, file).TrimEnd('/');
        File.SetUnixFileMode(path, (UnixFileMode)mode);

        StateException refusal = await RefusedAsync(store);

        Assert.Equal("InsecurePermissions", refusal.ErrorId);
        Assert.Contains($"\"{path}\"", refusal.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(path, OwnerFile | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_state_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await using Store store = await Store.CreateAsync();
        using (StateTransaction transaction = Open(store).BeginImmediate())
        {
            transaction.Execute("INSERT INTO schema_version (version, applied_at) VALUES (@next, 0)", new { next = Migrations.Newest + 1 });
            transaction.Commit();
        }

        StateException refusal = await RefusedAsync(store);

        Assert.Equal("UnsupportedVersion", refusal.ErrorId);
        Assert.Contains($"version {Migrations.Newest + 1}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state.key")]
    [InlineData("state.db")]
    public async Task A_folder_without_key_or_database_is_no_state(string missing)
    {
        await using Store store = await Store.CreateAsync();
        File.Delete(Path.Combine(store.StatePath, missing));

        Assert.Equal("StateNotFound", (await RefusedAsync(store)).ErrorId);
    }

    [Fact]
    public async Task A_folder_that_holds_anything_does_not_become_a_state()
    {
        await using Store store = await Store.CreateAsync();
        byte[] key = await File.ReadAllBytesAsync(Path.Combine(store.StatePath, "state.key"));

        StateException refusal = await Assert.ThrowsAsync<StateException>(() => LocalClient.InitializeAsync(store.Description, "tester", "admin", null, default));

        Assert.Equal("StateExists", refusal.ErrorId);
        Assert.Equal(key, await File.ReadAllBytesAsync(Path.Combine(store.StatePath, "state.key")));
    }

    [Fact]
    public async Task A_bad_administrator_name_makes_nothing()
    {
        string root = Directory.CreateTempSubdirectory("backupaccess-").FullName;

        await Assert.ThrowsAsync<InvalidRequestException>(() =>
            LocalClient.InitializeAsync(new LocalStore(Path.Combine(root, "state"), "Test", TimeProvider.System, new SystemBootClock()), "tester", "no name", null, default));

        Assert.Empty(Directory.GetFileSystemEntries(root));
        Directory.Delete(root);
    }

    [Fact]
    public async Task A_path_that_can_not_be_a_folder_is_refused_as_such()
    {
        await using Store store = await Store.CreateAsync();
        LocalStore below = new(Path.Combine(store.StatePath, "state.key", "state"), "Test", store.Clock, store.Boot);

        StateException refusal = await Assert.ThrowsAsync<StateException>(() => LocalClient.InitializeAsync(below, "tester", "admin", null, default));

        Assert.Equal("StateUnavailable", refusal.ErrorId);
    }

    [Theory]
    [InlineData("state.db", "this is no database, but it is long enough to look like one to whoever reads its first hundred bytes and more")]
    [InlineData("state.key", "bm90IGEga2V5")]
    [InlineData("state.key", "not base64 at all")]
    [InlineData("state.key", "")]
    public async Task A_damaged_file_is_named(string file, string content)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(store.StatePath, file), content);

        StateException refusal = await RefusedAsync(store);

        Assert.Equal("StateDamaged", refusal.ErrorId);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_deleted_and_made_anew_at_the_same_path_is_the_new_one()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        Directory.Delete(store.StatePath, recursive: true);

        await using LocalClient again = await LocalClient.InitializeAsync(store.Description, "tester", "second", null, default);

        Assert.Equal(["second"], (await again.ListAsync(new ListUsers([]))).Select(user => user.Name));
        Assert.True(File.Exists(Path.Combine(store.StatePath, "state.db")));
    }

    private static StateDatabase Open(Store store) => StateDatabase.Open(Path.Combine(store.StatePath, "state.db"), store.Clock);

    private static Task<StateException> RefusedAsync(Store store) =>
        Assert.ThrowsAsync<StateException>(() => LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default));
}
