using System.Text;
using System.Text.Json;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Snapshots;

public sealed class SnapshotTests
{
    private const string Id1 = "1111111111111111111111111111111111111111111111111111111111111111";
    private const string Id2 = "2222222222222222222222222222222222222222222222222222222222222222";

    private const string Written = $$$"""
        {"time":"2026-03-04T05:06:07.0000008+02:00","parent":"{{{Id2}}}","tree":"{{{Id1}}}","paths":["/äöü/\"x\""],"hostname":"web01","username":"root","uid":7,"gid":8,"excludes":["*.tmp"],"tags":["a","b"],"original":"{{{Id2}}}","program_version":"restic 0.17.0","summary":{"backup_start":"2026-03-04T05:06:07+02:00","backup_end":"2026-03-04T05:06:08+02:00","files_new":1,"files_changed":2,"files_unmodified":3,"dirs_new":4,"dirs_changed":5,"dirs_unmodified":6,"data_blobs":7,"tree_blobs":8,"data_added":9,"data_added_packed":10,"total_files_processed":11,"total_bytes_processed":12,"from_the_future":true},"from_the_future":{"x":[1]}}
        """;

    private static readonly ObjectName s_name = new(ObjectKind.Snapshot, ObjectId.Parse(Id1));

    [Fact]
    public void A_snapshot_is_written_as_it_was_read_with_what_isn_t_known() =>
        Assert.Equal(Written, Write(Parse(Written)));

    [Fact]
    public void A_null_in_a_list_is_an_empty_text_as_restic_reads_it()
    {
        Snapshot snapshot = Parse($$"""{"time":"2026-03-04T05:06:07Z","tree":"{{Id1}}","paths":[null,"/a"],"excludes":[null],"tags":["b",null]}""");

        Assert.Equal(["", "/a"], snapshot.Paths);
        Assert.Equal([""], snapshot.Excludes);
        Assert.Equal(["b", ""], snapshot.Tags);
    }

    [Theory]
    [InlineData("""{"time":"2026-03-04T05:06:07Z","tree":"ID","paths":[],"\ud800":1}""")]
    [InlineData("""{"time":"2026-03-04T05:06:07Z","tree":"ID","paths":[],"x":"\ud800"}""")]
    [InlineData("""{"time":"2026-03-04T05:06:07Z","tree":"ID","paths":[],"summary":{"\udc00":{"\ud800":1}}}""")]
    public void Text_that_is_none_is_damage_or_kept_as_it_is(string json)
    {
        json = json.Replace("ID", Id1, StringComparison.Ordinal);
        Exception? failure = Record.Exception(() => Assert.Contains("ud800", Write(Parse(json)), StringComparison.OrdinalIgnoreCase));

        Assert.True(failure is null or RepositoryDamagedException, $"{failure}");
    }

    [Fact]
    public void A_changed_snapshot_keeps_the_rest()
    {
        Snapshot snapshot = Parse(Written) with { Tags = ["c"] };

        Assert.Equal(Written.Replace("""["a","b"]""", """["c"]""", StringComparison.Ordinal), Write(snapshot));
    }

    [Fact]
    public void What_is_empty_is_left_out_as_restic_does()
    {
        Snapshot snapshot = new() { Time = DateTimeOffset.UnixEpoch, Tree = ObjectId.Parse(Id1), Paths = [] };

        Assert.Equal($$"""{"time":"1970-01-01T00:00:00+00:00","tree":"{{Id1}}","paths":[]}""", Write(snapshot));
    }

    [Theory]
    [InlineData($$"""{"time":"2015-01-02T18:10:50.895208559+01:00","tree":"{{Id1}}","paths":null}""", "2015-01-02T18:10:50.8952085+01:00")]
    [InlineData($$"""{"time":"2015-01-02T18:10:50Z","tree":"{{Id1}}","paths":["/"]}""", "2015-01-02T18:10:50.0000000+00:00")]
    public void Times_of_restic_are_read_with_their_zone(string json, string expected) =>
        Assert.Equal(expected, Parse(json).Time.ToString("O"));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"time":"2015-01-02T18:10:50Z","tree":"12","paths":["/"]}""")]
    [InlineData("""{"time":"2015-01-02T18:10:50Z","tree":null,"paths":["/"]}""")]
    [InlineData($$"""{"time":"yesterday","tree":"{{Id1}}","paths":["/"]}""")]
    [InlineData($$"""{"time":"2015-01-02T18:10:50Z","tree":"{{Id1}}","paths":"/"}""")]
    public void Anything_else_is_damage_that_names_the_snapshot(string json) =>
        Assert.Equal($"snapshot {Id1}", Assert.Throws<RepositoryDamagedException>(() => Parse(json)).Object);

    [Fact]
    public void A_snapshot_with_any_byte_changed_is_read_or_damaged_and_never_a_crash() => Prop.ForAll<int, byte>((position, value) =>
    {
        byte[] changed = Encoding.UTF8.GetBytes(Written);
        changed[(uint)position % changed.Length] = value;
        try
        {
            return JsonFile.Parse(s_name, changed, RepositoryJson.Plain.Snapshot) is not null;
        }
        catch (RepositoryDamagedException)
        {
            return true;
        }
    }).CheckTimes(10_000);

    [Fact]
    public async Task Snapshots_are_saved_listed_loaded_and_removed()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        ObjectId id = await fixture.Repository.SaveSnapshotAsync(Parse(Written), CancellationToken.None);

        Assert.Equal(id, (await fixture.Repository.ListSnapshotsAsync(CancellationToken.None).SingleAsync()).Id);
        Assert.Equal("web01", (await fixture.Repository.LoadSnapshotAsync(id, CancellationToken.None)).Hostname);

        await fixture.Repository.RemoveSnapshotAsync(id, CancellationToken.None);
        Assert.Empty(await fixture.Repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync());
        await Assert.ThrowsAsync<ObjectNotFoundException>(() => fixture.Repository.LoadSnapshotAsync(id, CancellationToken.None));
    }

    private static Snapshot Parse(string json) => JsonFile.Parse(s_name, Encoding.UTF8.GetBytes(json), RepositoryJson.Plain.Snapshot);

    private static string Write(Snapshot snapshot) => Encoding.UTF8.GetString(JsonFile.Write(s_name, snapshot, RepositoryJson.Plain.Snapshot));
}
