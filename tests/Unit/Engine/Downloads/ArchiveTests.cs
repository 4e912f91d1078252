using System.Formats.Tar;
using System.IO.Compression;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Downloads.Archives;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Tests.Downloads;

/// <summary>Archives are read by the programs that people have: tar, and Python's zipfile.</summary>
public sealed class ArchiveTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task Tar_reads_the_same_tree_back_with_modes_times_links_and_names_of_any_bytes()
    {
        await using Store store = await Store.CreateAsync("alice");
        string home = Path.Combine(store.AccountsPath, "alice");
        await Shell.RunAsync(home, """
            mkdir -p empty deep/er && chmod 700 empty
            printf script > run.sh && chmod 755 run.sh
            printf raised > raised && chmod 4755 raised
            ln -s run.sh link && ln -s /no/such/place dangling
            printf shared > one && ln one deep/two
            printf odd > "$(printf 'odd\377name')" && ln -s "$(printf 'odd\377name')" to-odd
            printf 'line' > "$(printf 'new\nline')"
            long=$(printf '%0120d' 0) && printf long > "deep/$long" && ln -s "deep/$long" to-long
            printf umlaut > "$(printf 'gr\303\274n')"
            mkfifo pipe
            head -c 9000000 /dev/urandom > large
            touch -d '2024-05-06 07:08:09.123456789' run.sh && touch -d '1965-01-02 03:04:05.25' one
            """);
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        try
        {
            string folder = await FetchAsync(store, DownloadFormat.TarGz, [], problems: 0);
            await Shell.RunAsync(folder, "mkdir out && tar -xpzf archive -C out");

            string extracted = Path.Combine(folder, "out", "HomeDirectory");
            string expected = (await Shell.ListAsync(home)).Replace("raised|f|4755", "raised|f|755", StringComparison.Ordinal);
            Assert.Equal(expected, await Shell.ListAsync(extracted));
            await Shell.RunAsync(home, "rm pipe \"$1/pipe\" && diff -r --no-dereference . \"$1\"", extracted);
        }
        finally
        {
            await DeleteOddAsync(store);
        }
    }

    [Fact]
    public async Task Zip_is_whole_and_reads_back_with_modes_and_links_and_tells_what_it_cannot_hold()
    {
        await using Store store = await Store.CreateAsync("alice");
        string home = Path.Combine(store.AccountsPath, "alice");
        await Shell.RunAsync(home, """
            printf script > run.sh && chmod 4755 run.sh && ln -s run.sh link && ln run.sh again
            mkdir empty && printf old > old && touch -d '1970-02-03' old
            printf umlaut > "$(printf 'gr\303\274n')"
            head -c 9000000 /dev/urandom > large
            """);
        await Shell.RunAsync(home, "printf odd > \"$(printf 'odd\\377name')\"; mkfifo pipe");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        try
        {
            string folder = await FetchAsync(store, DownloadFormat.Zip, [], problems: 2);
            string listed = await Shell.RunAsync(folder, """
                python3 - <<'END'
                import zipfile, os, stat
                z = zipfile.ZipFile('archive')
                assert z.testzip() is None
                for i in z.infolist():
                    m = i.external_attr >> 16
                    print(i.filename, oct(stat.S_IMODE(m)), stat.filemode(m)[0], z.read(i).decode() if stat.S_ISLNK(m) else '')
                    if not stat.S_ISLNK(m):
                        z.extract(i, 'out')
                END
                """);

            Assert.Contains("HomeDirectory/run.sh 0o755 - ", listed, StringComparison.Ordinal);
            Assert.Contains("HomeDirectory/again 0o755 - ", listed, StringComparison.Ordinal);
            Assert.Contains("HomeDirectory/link 0o777 l run.sh", listed, StringComparison.Ordinal);
            Assert.Contains("HomeDirectory/empty/ 0o755 d ", listed, StringComparison.Ordinal);
            await Shell.RunAsync(home, "rm -f link pipe odd* && diff -r . \"$1\"", Path.Combine(folder, "out", "HomeDirectory"));
        }
        finally
        {
            await DeleteOddAsync(store);
        }
    }

    [Fact]
    public async Task Only_chosen_paths_are_in_it_each_once()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "public_html/a/b.php", "b");
        store.Write("alice", "notes.txt", "notes");
        store.Write("alice", "other.txt", "other");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));

        string folder = await FetchAsync(store, DownloadFormat.TarGz, ["public_html", "public_html/a/*", "not*"], problems: 0);

        Assert.Equal(
            "HomeDirectory/notes.txt\nHomeDirectory/public_html/\nHomeDirectory/public_html/a/\nHomeDirectory/public_html/a/b.php\nHomeDirectory/public_html/index.php\n",
            await Shell.RunAsync(folder, "tar -tzf archive"));
    }

    [Fact]
    public async Task A_file_over_eight_GiB_has_its_size_in_a_record_and_ids_too()
    {
        using MemoryStream output = new();
        Node node = new()
        {
            Name = FileName.Parse("huge"),
            Type = NodeType.File,
            Mode = NodeMode.From(NodeType.File, 0x1A4),
            Size = 9UL << 30,
            Uid = 3_000_000,
            ModifiedTime = new FileTime(1_700_000_000, 5, 0),
        };
        await using (TarArchive archive = new(output))
        {
            Assert.Null(await archive.AddAsync(TreePath.Root.Append(node.Name), node, _ => Task.CompletedTask, default));
        }

        output.Position = 0;
        await using GZipStream gzip = new(output, CompressionMode.Decompress);
        PaxTarEntry entry = Assert.IsType<PaxTarEntry>(await new TarReader(gzip).GetNextEntryAsync());
        Assert.Equal(("huge", 9L << 30), (entry.Name, entry.Length));
        Assert.Equal(("3000000", "1700000000.000000005"), (entry.ExtendedAttributes["uid"], entry.ExtendedAttributes["mtime"]));
    }

    /// <summary>.NET finds no names that aren't UTF-8, and so doesn't delete them.</summary>
    private static Task DeleteOddAsync(Store store) => Shell.RunAsync(store.Root, "rm -rf fetched accounts/alice");

    private static async Task<string> FetchAsync(Store store, DownloadFormat format, string[] paths, int problems)
    {
        Download made = await store.Local.DoAsync(new CreateDownload(new RestoreSelection(s_alice, null, [], paths), format));
        Assert.True(made.ProblemCount == problems, string.Join("\n", made.Problems));
        string folder = Directory.CreateDirectory(Path.Combine(store.Root, "fetched")).FullName;
        await using FileStream file = File.Create(Path.Combine(folder, "archive"));
        await foreach (byte[] piece in await store.Local.DoAsync(new FetchDownload(new DownloadReference(made), 0)))
        {
            await file.WriteAsync(piece);
        }

        return folder;
    }
}
