using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Encryption;

/// <summary>Downloads where the owner keeps the key: made anew for each fetch, and stored nowhere.</summary>
public sealed class RemoteDownloadTests
{
    private static readonly AccountReference s_alice = KeyScene.Alice;

    [Theory]
    [InlineData(DownloadFormat.TarGz)]
    [InlineData(DownloadFormat.Zip)]
    public async Task It_is_stored_nowhere_and_is_the_same_from_any_byte_on(DownloadFormat format)
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        scene.Store.Write("alice", "noise", Convert.ToBase64String(RandomNumberGenerator.GetBytes(3_000_000)));
        await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        Download made = await scene.Local.DoAsync(new CreateDownload(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = key }, format));

        byte[] whole = await FetchAsync(scene, made, 0, key);

        Assert.True(made.Streamed);
        Assert.Equal((made.Size, made.Sha256), (whole.LongLength, Convert.ToHexStringLower(SHA256.HashData(whole))));
        foreach (long offset in (long[])[1, made.Size / 2, made.Size - 1, made.Size])
        {
            Assert.Equal(whole[(int)offset..], await FetchAsync(scene, made, offset, key));
        }

        string downloads = Path.Combine(scene.Store.StatePath, "downloads");
        Assert.Empty(Directory.Exists(downloads) ? Directory.GetFiles(downloads) : []);
        await scene.Local.RefusedAsync("EncryptionKeyRequired", new FetchDownload(new DownloadReference(made), 0));
        using Secret wrong = KeyScene.Key("wrong");
        await scene.Local.RefusedAsync("WrongEncryptionKey", new FetchDownload(new DownloadReference(made), 0) { EncryptionKey = wrong });
    }

    [Fact]
    public async Task Fetches_are_counted_and_who_stops_early_stops_the_making()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        await scene.Local.DoAsync(new UpdateSetting("download.fetches", ["1"]));
        scene.Store.Write("alice", "noise", Convert.ToBase64String(RandomNumberGenerator.GetBytes(6_000_000)));
        await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        Download made = await scene.Local.DoAsync(new CreateDownload(new RestoreSelection(s_alice, null, [BackupItem.HomeDirectory], ["noise"]) { EncryptionKey = key }, DownloadFormat.TarGz));

        await foreach (byte[] piece in await scene.Local.DoAsync(new FetchDownload(new DownloadReference(made), 0) { EncryptionKey = key }))
        {
            Assert.NotEmpty(piece);
            break;
        }

        Assert.NotEmpty(await FetchAsync(scene, made, 1 << 20, key));
        await scene.Local.RefusedAsync("QuotaExceeded", new FetchDownload(new DownloadReference(made), 0) { EncryptionKey = key });
        await scene.BackUpAsync();
    }

    [Fact]
    public async Task One_whose_backup_is_gone_is_told()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        Backup backup = await scene.BackUpAsync();
        using Secret key = KeyScene.Key(await scene.MoveToOwnerAsync());
        Download made = await scene.Local.DoAsync(new CreateDownload(new RestoreSelection(s_alice, null, [], []) { EncryptionKey = key }, DownloadFormat.TarGz));
        await scene.Local.DoAsync(new DeleteBackup(new BackupReference(backup)));

        await scene.Local.RefusedAsync("NotFound", new FetchDownload(new DownloadReference(made), 0) { EncryptionKey = key });
    }

    [Fact]
    public async Task Stored_ones_are_sealed_and_go_when_the_key_becomes_the_owners()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        string secret = string.Concat(Enumerable.Repeat("uncompressed words ", 5));
        scene.Store.Write("alice", "notes", secret);
        await scene.BackUpAsync();
        Download stored = await scene.Local.DoAsync(new CreateDownload(new RestoreSelection(s_alice, null, [], []), DownloadFormat.Zip));
        string file = Assert.Single(Directory.GetFiles(Path.Combine(scene.Store.StatePath, "downloads")));

        Assert.False(stored.Streamed);
        Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.ASCII.GetBytes("HomeDirectory")));
        Assert.NotEqual(-1, (await FetchAsync(scene, stored, 0, null)).AsSpan().IndexOf(Encoding.ASCII.GetBytes("HomeDirectory")));
        await scene.MoveToOwnerAsync();

        Assert.False(File.Exists(file));
        Assert.Empty(await scene.Local.ListAsync(new ListDownloads([], [], [])));
        Assert.Equal("to Remote, stored downloads removed: 1", (await scene.Store.AuditAsync())[^1].Reason);
    }

    [Fact]
    public async Task A_stored_one_that_was_changed_cut_or_put_in_anothers_place_is_not_handed_out()
    {
        await using KeyScene scene = await KeyScene.CreateAsync();
        scene.Store.Write("alice", "noise", Convert.ToBase64String(RandomNumberGenerator.GetBytes(2_500_000)));
        await scene.BackUpAsync();
        CreateDownload make = new(new RestoreSelection(s_alice, null, [], []), DownloadFormat.TarGz);
        Download one = await scene.Local.DoAsync(make);
        Download two = await scene.Local.DoAsync(make);
        string PathOf(Download download) => Path.Combine(scene.Store.StatePath, "downloads", download.Id.ToString());
        byte[] whole = await File.ReadAllBytesAsync(PathOf(one));

        File.Copy(PathOf(two), PathOf(one), overwrite: true);
        Assert.Equal("ChecksumMismatch", (await Assert.ThrowsAnyAsync<EngineException>(() => FetchAsync(scene, one, 0, null))).ErrorId);
        byte[] swapped = [.. whole[(1048576 + 16)..(2 * (1048576 + 16))], .. whole[..(1048576 + 16)], .. whole[(2 * (1048576 + 16))..]];
        await File.WriteAllBytesAsync(PathOf(one), swapped);
        Assert.Equal("ChecksumMismatch", (await Assert.ThrowsAnyAsync<EngineException>(() => FetchAsync(scene, one, 0, null))).ErrorId);
        await File.WriteAllBytesAsync(PathOf(one), whole[..^1]);
        Assert.Equal("FileSystemFailed", (await Assert.ThrowsAnyAsync<EngineException>(() => FetchAsync(scene, one, 0, null))).ErrorId);
        await File.WriteAllBytesAsync(PathOf(one), whole);
        Assert.Equal(one.Size, (await FetchAsync(scene, one, 0, null)).LongLength);
    }

    private static async Task<byte[]> FetchAsync(KeyScene scene, Download download, long offset, Secret? key)
    {
        List<byte[]> pieces = await scene.Local.ListAsync(new FetchDownload(new DownloadReference(download), offset) { EncryptionKey = key });
        return [.. pieces.SelectMany(piece => piece)];
    }
}
