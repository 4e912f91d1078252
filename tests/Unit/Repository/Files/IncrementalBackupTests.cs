using System.Runtime.Versioning;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

/// <summary>Backups one right after another of a tree that changes at random in between, as fast as it goes.</summary>
[SupportedOSPlatform("linux")]
public sealed class IncrementalBackupTests : IAsyncLifetime
{
    private const int Backups = 12;
    private const int ChangesBetween = 25;

    private TestRepository _test = null!;

    public async Task InitializeAsync() => _test = await TestRepository.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData(1, ParentListings.Trust)]
    [InlineData(2, ParentListings.Trust)]
    [InlineData(3, ParentListings.Reread)]
    public async Task Whatever_changed_since_the_parent_every_backup_restores_as_the_tree_stood(int seed, ParentListings listings)
    {
        Random random = new(seed);
        Snapshot? parent = null;
        for (int round = 0; round < Backups; round++)
        {
            for (int change = 0; change < ChangesBetween; change++)
            {
                Change(random);
            }

            ArchiveResult backup = await _test.BackupAsync(parent, listings: listings);
            Assert.Empty(backup.Problems);
            Directory.Delete(_test.Target, recursive: true);
            RestoreResult restored = await _test.RestoreAsync(backup.Snapshot);

            Assert.Empty(restored.Problems);
            Assert.Equal(TreeDescription.Of(_test.Source), TreeDescription.Of(_test.Target));
            parent = backup.Snapshot;
        }
    }

    private void Change(Random random)
    {
        string[] directories = [_test.Source, .. Directory.GetDirectories(_test.Source, "*", SearchOption.AllDirectories)];
        string[] files = Directory.GetFiles(_test.Source, "*", SearchOption.AllDirectories);
        string directory = directories[random.Next(directories.Length)];
        string fresh = Path.Combine(directory, $"{random.Next(40):d2}");
        string? file = files.Length == 0 ? null : files[random.Next(files.Length)];
        bool isFree = !Path.Exists(fresh);
        switch (random.Next(10))
        {
            case 0 or 1 when isFree:
                byte[] content = new byte[random.Next(4) == 0 ? random.Next(2_000_000) : random.Next(2000)];
                random.NextBytes(content);
                File.WriteAllBytes(fresh, content);
                break;
            case 2 when isFree:
                Directory.CreateDirectory(fresh);
                break;
            case 3 when file is not null:
                OverwriteInPlace(file, random);
                break;
            case 4 when file is not null:
                File.AppendAllText(file, "more");
                break;
            case 5 when file is not null:
                File.Delete(file);
                break;
            case 6 when file is not null && isFree:
                File.Move(file, fresh);
                break;
            case 7 when file is not null:
                File.SetUnixFileMode(file, (UnixFileMode)random.Next(0x1FF) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
            case 8 when file is not null && isFree:
                LinkTo(file, fresh);
                break;
            case 9 when directories.Length > 8:
                Directory.Delete(directories[random.Next(1, directories.Length)], recursive: true);
                break;
        }
    }

    /// <summary>Keeps the size and the modification time.</summary>
    private static void OverwriteInPlace(string file, Random random)
    {
        DateTime time = File.GetLastWriteTimeUtc(file);
        byte[] content = new byte[new FileInfo(file).Length];
        random.NextBytes(content);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.Write(content);
        }

        File.SetLastWriteTimeUtc(file, time);
    }

    private static void LinkTo(string file, string name)
    {
        using DirectoryHandle from = DirectoryHandle.Open(Path.GetDirectoryName(file)!);
        using DirectoryHandle to = DirectoryHandle.Open(Path.GetDirectoryName(name)!);
        from.Link(FileName.Parse(Path.GetFileName(file)), to, FileName.Parse(Path.GetFileName(name)));
    }
}
