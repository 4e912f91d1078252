using System.Text;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;

namespace BackupAccess.Repository.Tests.Checking;

public sealed class RepositoryCheckTests
{
    [Fact]
    public async Task A_whole_repository_has_no_findings()
    {
        await using RepositoryFixture fixture = await CreateAsync();

        Assert.Empty(await CheckAsync(fixture, CheckOptions.Everything));
    }

    [Fact]
    public async Task A_missing_pack_is_named()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        string pack = fixture.Files("data")[0];
        File.Delete(pack);

        Assert.Contains(await CheckAsync(fixture, CheckOptions.Structure), finding =>
            finding.Severity == CheckSeverity.Error && finding.Object == $"pack {Path.GetFileName(pack)}");
    }

    [Fact]
    public async Task A_truncated_pack_is_named_without_reading_data()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        string pack = fixture.Files("data")[0];
        Damage(pack, content => content[..^1]);

        Assert.Contains(await CheckAsync(fixture, CheckOptions.Structure), finding =>
            finding.Object == $"pack {Path.GetFileName(pack)}" && finding.Problem.Contains("bytes instead of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Any_flipped_byte_of_any_object_is_found()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        foreach (string file in new[] { "data", "index", "snapshots" }.SelectMany(fixture.Files))
        {
            for (int position = 0; position < new FileInfo(file).Length; position += 61)
            {
                byte[] before = await File.ReadAllBytesAsync(file);
                Damage(file, content =>
                {
                    content[position] ^= 1;
                    return content;
                });
                Assert.Contains(await CheckAsync(fixture, CheckOptions.Everything), finding => finding.Severity == CheckSeverity.Error);
                Damage(file, _ => before);
            }
        }
    }

    [Fact]
    public async Task A_pack_that_no_index_names_is_a_hint()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        foreach (string file in fixture.Files("index").Concat(fixture.Files("snapshots")))
        {
            File.Delete(file);
        }

        List<CheckFinding> findings = await CheckAsync(fixture, CheckOptions.Everything);

        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.Equal(CheckSeverity.Hint, finding.Severity));
    }

    [Theory]
    [InlineData("""{"nodes":[{"name":"a","type":"file","content":["1111111111111111111111111111111111111111111111111111111111111111"]}]}""", "chunk 1111")]
    [InlineData("""{"nodes":[{"name":"a","type":"file","content":null}]}""", "has no list of chunks")]
    [InlineData("""{"nodes":[{"name":"a","type":"dir"}]}""", "has no tree")]
    [InlineData("""{"nodes":[{"name":"a","type":"wormhole"}]}""", "unknown type")]
    [InlineData("""{"nodes":[{"name":"a","type":"dir","subtree":"1111111111111111111111111111111111111111111111111111111111111111"}]}""", "no index names")]
    [InlineData("not a tree", "")]
    public async Task A_tree_that_can_t_be_restored_is_found(string tree, string problem)
    {
        await using RepositoryFixture fixture = await CreateAsync(tree);

        Assert.Contains(await CheckAsync(fixture, CheckOptions.Structure), finding =>
            finding.Severity == CheckSeverity.Error && finding.Problem.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_that_is_given_up_ends()
    {
        await using RepositoryFixture fixture = await CreateAsync("not a tree");

        await foreach (CheckFinding finding in fixture.Repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None))
        {
            Assert.NotEmpty(finding.Problem);
            break;
        }
    }

    private static Task<RepositoryFixture> CreateAsync() =>
        CreateAsync($$"""{"nodes":[{"name":"a","type":"file","content":["{{ObjectId.Of("content"u8)}}"]}]}""");

    private static async Task<RepositoryFixture> CreateAsync(string tree)
    {
        RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await using BlobWriter writer = fixture.Repository.OpenWriter();
        writer.Save(BlobType.Data, "content"u8);
        ObjectId root = writer.Save(BlobType.Tree, Encoding.UTF8.GetBytes(tree)).Id;
        await writer.FlushAsync(CancellationToken.None);
        await fixture.Repository.SaveSnapshotAsync(new Snapshot { Time = DateTimeOffset.UnixEpoch, Tree = root, Paths = ["/a"] }, CancellationToken.None);
        return fixture;
    }

    private static async Task<List<CheckFinding>> CheckAsync(RepositoryFixture fixture, CheckOptions options) =>
        await fixture.Repository.CheckAsync(options, progress: null, CancellationToken.None).ToListAsync();

    private static void Damage(string file, Func<byte[], byte[]> change)
    {
        byte[] changed = change(File.ReadAllBytes(file));
        File.Delete(file);
        File.WriteAllBytes(file, changed);
    }
}
