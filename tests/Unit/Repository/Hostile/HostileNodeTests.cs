using System.Globalization;
using System.Runtime.Versioning;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Tests.Files;

namespace BackupAccess.Repository.Tests.Hostile;

/// <summary>Nodes whose members lie or can't be: each costs itself, or its tree, and nothing outside the target.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileNodeTests : IAsyncLifetime
{
    private HostileSnapshot _hostile = null!;

    public async Task InitializeAsync() => _hostile = await HostileSnapshot.CreateAsync();

    public async Task DisposeAsync() => await _hostile.DisposeAsync();

    [Theory]
    [InlineData("5")]
    [InlineData("0")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551615")]
    public async Task A_size_that_its_chunks_don_t_have_costs_the_file(string size)
    {
        ObjectId chunk = _hostile.Data("evil"u8);
        string empty = size == "0" ? "" : $$"""{"name":"no-chunks","type":"file","size":{{size}},"content":[]}""";
        RestoreResult restored = await RestoreAsync($$"""{"name":"lies","type":"file","size":{{size}},"content":["{{chunk}}"]}""", empty);

        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.Damaged, problem.Kind));
        Assert.Equal(size == "0" ? ["lies"] : ["lies", "no-chunks"], restored.Problems.Select(problem => problem.Path));
        AssertOnlyGood();
    }

    [Theory]
    [InlineData("\"size\":-1")]
    [InlineData("\"size\":1.5")]
    [InlineData("\"size\":18446744073709551616")]
    [InlineData("\"size\":\"4\"")]
    [InlineData("\"size\":1e3000")]
    [InlineData("\"uid\":-1")]
    [InlineData("\"mode\":4294967296")]
    [InlineData("\"mtime\":\"2024-13-01T00:00:00Z\"")]
    [InlineData("\"mtime\":\"2024-02-30T00:00:00Z\"")]
    [InlineData("\"mtime\":\"2024-01-01T00:00:00+24:00\"")]
    [InlineData("\"mtime\":\"-001-01-01T00:00:00Z\"")]
    [InlineData("\"mtime\":\"10000-01-01T00:00:00Z\"")]
    [InlineData("\"mtime\":\"\"")]
    [InlineData("\"mtime\":-62135596800")]
    [InlineData("\"content\":[null]")]
    [InlineData("\"content\":\"all\"")]
    [InlineData("\"content\":[[]]")]
    [InlineData("\"subtree\":\"../../etc\"")]
    [InlineData("\"linktarget\":\"a\\u0000b\"")]
    [InlineData("\"linktarget_raw\":\"AAA=\"")]
    [InlineData("\"linktarget_raw\":\"?\"")]
    [InlineData("\"extended_attributes\":[{\"name\":\"\",\"value\":\"\"}]")]
    [InlineData("\"extended_attributes\":[{\"name\":\"user.a\\u0000b\",\"value\":\"\"}]")]
    [InlineData("\"extended_attributes\":[{\"name\":\"user.a\",\"value\":7}]")]
    [InlineData("\"extended_attributes\":{\"name\":\"user.a\"}")]
    [InlineData("\"user\":\"\\ud800\"")]
    [InlineData("\"\\ud800\":1,\"size\":{\"\\udfff\":[")]
    public async Task A_member_that_can_t_be_condemns_its_tree(string member)
    {
        ObjectId tree = _hostile.Tree($$"""{"name":"evil","type":"file",{{member}}}""", _hostile.Good());
        ObjectId root = _hostile.Tree(HostileSnapshot.FolderNode("sub", tree), _hostile.Good());
        await _hostile.SaveAsync(root);

        RestoreResult restored = await _hostile.RestoreAsync(root);

        FileProblem problem = Assert.Single(restored.Problems);
        Assert.Equal(("sub", FileProblemKind.Damaged), (problem.Path, problem.Kind));
        Assert.Equal($"tree {tree}", Assert.Single(await _hostile.CheckAsync()).Object);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_hostile.Target, "sub")));
        File.Delete(Path.Combine(_hostile.Target, "good"));
    }

    [Theory]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+23:59")]
    [InlineData("1901-01-01T00:00:00.999999999Z")]
    [InlineData("9999-12-31T23:59:59.999999999-23:59")]
    public async Task Times_that_are_far_off_cost_at_most_themselves(string time)
    {
        RestoreResult restored = await RestoreAsync(Extra($",\"mtime\":\"{time}\",\"atime\":\"{time}\",\"ctime\":\"{time}\""));

        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.MetadataLost, problem.Kind));
        Assert.Equal("evil", File.ReadAllText(Path.Combine(_hostile.Target, "evil")));
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(1u << 31)]
    [InlineData(0xFFFu)]
    [InlineData((1u << 23) | (1u << 22) | 0x1FF)]
    public async Task Mode_bits_that_mean_nothing_give_no_privilege(uint mode)
    {
        RestoreResult restored = await RestoreAsync(
            Extra("").Replace("\"mode\":420", $"\"mode\":{mode}", StringComparison.Ordinal),
            $$"""{"name":"link","type":"symlink","mode":{{mode}},"linktarget":"../passwd"}""",
            $$"""{"name":"pipe","type":"fifo","mode":{{mode}}}""");

        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.PrivilegeStripped, problem.Kind));
        Assert.All(["evil", "pipe"], name => Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(Path.Combine(_hostile.Target, name)) & (UnixFileMode.SetUser | UnixFileMode.SetGroup)));
    }

    [Fact]
    public async Task Attributes_that_the_system_refuses_cost_themselves()
    {
        string large = Convert.ToBase64String(new byte[100_000]);
        string[] refused =
        [
            $$"""{"name":"user.large","value":"{{large}}"}""", $$"""{"name":"user.{{new string('n', 300)}}","value":""}""",
            """{"name":"user.none","value":null}""", """{"name":"user.","value":""}""",
        ];
        RestoreResult restored = await RestoreAsync(Extra($$""","extended_attributes":[{{string.Join(',', refused)}},{"name":"user.new\nline \u00fc","value":"eA=="}]"""));

        Assert.Equal(refused.Length, restored.Problems.Count);
        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.AttributeLost, problem.Kind));
        Assert.Contains("user.new\nline ü=78", Assert.Single(TreeDescription.Of(_hostile.Target), line => line.StartsWith("evil|", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Privileged_attributes_without_end_are_stripped_in_one_go()
    {
        int count = RandomRuns.Of(400_000);
        string[] names = ["security.capability", "trusted.x", "system.evil", "no-namespace", "../user.x", "USER.x"];
        IEnumerable<string> attributes = Enumerable.Range(0, count).Select(i => $$"""{"name":"{{names[i % names.Length]}}{{(i < names.Length ? "" : i)}}","value":"AQAAAgAgAAAAAAAAAAAAAAAAAAA="}""");

        RestoreResult restored = await RestoreAsync(Extra($",\"extended_attributes\":[{string.Join(',', attributes)}]"));

        Assert.Equal(FileProblemKind.PrivilegeStripped, Assert.Single(restored.Problems).Kind);
        Assert.DoesNotContain("=", Assert.Single(TreeDescription.Of(_hostile.Target), line => line.StartsWith("evil|", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_targets_may_be_anything_and_are_never_followed()
    {
        RestoreResult restored = await RestoreAsync(
            """{"name":"absolute","type":"symlink","linktarget":"/etc/passwd","size":4,"content":[]}""",
            """{"name":"up","type":"symlink","mode":511,"linktarget":"../etc","mtime":"2001-01-01T00:00:00Z"}""",
            $$"""{"name":"long","type":"symlink","linktarget":"{{new string('x', 5000)}}"}""",
            """{"name":"nowhere","type":"symlink"}""");

        Assert.Equal(["long", "nowhere"], restored.Problems.Select(problem => problem.Path));
        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.Unwritable, problem.Kind));
        Assert.Equal("../etc", new FileInfo(Path.Combine(_hostile.Target, "up")).LinkTarget);
    }

    [Fact]
    public async Task Links_claimed_between_different_files_are_files_of_their_own()
    {
        string Linked(string name, string content) =>
            $$"""{"name":"{{name}}","type":"file","mode":420,"inode":7,"device_id":7,"links":9,"size":{{content.Length}},"content":["{{_hostile.Data(System.Text.Encoding.UTF8.GetBytes(content))}}"]}""";
        string folder = HostileSnapshot.FolderNode("sub", _hostile.Tree(Linked("a4", "aaaa"), Linked("b3", "bbbb")));

        RestoreResult restored = await RestoreAsync(Linked("a1", "aaaa"), Linked("a2", "aaaa"), Linked("b1", "bbbb"), Linked("b2", "bbbb"), Linked("c", "c"), Linked("d-a3", "aaaa"), folder);

        Assert.Empty(restored.Problems);
        foreach ((string name, string content) in new[] { ("a1", "aaaa"), ("a2", "aaaa"), ("b1", "bbbb"), ("b2", "bbbb"), ("c", "c"), ("d-a3", "aaaa"), ("sub/a4", "aaaa"), ("sub/b3", "bbbb") })
        {
            Assert.Equal(content, File.ReadAllText(Path.Combine(_hostile.Target, name)));
        }
    }

    [Fact]
    public async Task Devices_sockets_and_unknown_types_are_not_made()
    {
        RestoreResult restored = await RestoreAsync(
            """{"name":"disk","type":"dev","mode":438,"device":18446744073709551615}""", """{"name":"mem","type":"chardev","device":257}""",
            """{"name":"socket","type":"socket"}""", """{"name":"door","type":"door"}""", """{"name":"none"}""");

        Assert.Equal(
            [("disk", FileProblemKind.PrivilegeStripped), ("door", FileProblemKind.Unsupported), ("mem", FileProblemKind.PrivilegeStripped), ("none", FileProblemKind.Unsupported), ("socket", FileProblemKind.Unsupported)],
            restored.Problems.Select(problem => (problem.Path, problem.Kind)));
        AssertOnlyGood();
    }

    [SkippableFact]
    public async Task Devices_asked_for_are_made_in_the_target_whatever_their_numbers()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root makes devices.");
        ObjectId tree = _hostile.Tree("""{"name":"disk","type":"dev","device":18446744073709551615}""", """{"name":"mem","type":"chardev","device":257}""", _hostile.Good());
        await _hostile.SaveAsync(tree);

        RestoreResult restored = await _hostile.RestoreAsync(tree, RestorePrivileges.Allow);

        Assert.All(restored.Problems, problem => Assert.Equal(FileProblemKind.Unwritable, problem.Kind));
        Assert.Contains("mem", Directory.GetFileSystemEntries(_hostile.Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Members_of_other_types_are_no_way_in()
    {
        ObjectId etc = _hostile.Tree(_hostile.Good("shadow"), _hostile.Good("passwd"));
        ObjectId chunk = _hostile.Data("good"u8);

        RestoreResult restored = await RestoreAsync(
            $$"""{"name":"both","type":"file","size":4,"content":["{{chunk}}"],"subtree":"{{etc}}","linktarget":"../passwd"}""",
            $$"""{"name":"dir","type":"dir","mode":493,"size":4,"content":["{{chunk}}"],"subtree":"{{etc}}","linktarget":"../etc"}""",
            $$"""{"name":"link","type":"symlink","linktarget":"../etc","subtree":"{{etc}}"}""",
            """{"name":"treeless","type":"dir","linktarget":"../etc"}""");

        Assert.Equal(("treeless", FileProblemKind.Damaged), (Assert.Single(restored.Problems).Path, restored.Problems[0].Kind));
        Assert.Equal("../etc", new FileInfo(Path.Combine(_hostile.Target, "link")).LinkTarget);
        Assert.Equal("good", File.ReadAllText(Path.Combine(_hostile.Target, "dir/passwd")));
    }

    [SkippableFact]
    public async Task A_set_id_bit_never_changes_hands()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root gives files away.");
        string SetId(string name, uint uid, uint gid) => HostileSnapshot.FileNode(name, _hostile.Data("evil"u8), 4, $",\"uid\":{uid},\"gid\":{gid}")
            .Replace("\"mode\":420", $"\"mode\":{(1u << 23) | (1u << 22) | 0x1ED}", StringComparison.Ordinal);
        ObjectId tree = _hostile.Tree(SetId("inside", 1000, 1000), SetId("other-group", 1000, 0), SetId("outside", 4000, 1000), SetId("nobody", uint.MaxValue, uint.MaxValue), _hostile.Good());
        await _hostile.SaveAsync(tree);
        IdRange ids = new(1000, 1999);
        RestoreOptions account = TestRepository.AsRecorded with { Ownership = RestoreOwnership.Within(ids, ids, 1000) };

        await _hostile.RestoreAsync(tree, options: account);

        Assert.Equal(["inside 6755 1000:1000", "nobody 755 0:0", "other-group 4755 1000:1000", "outside 755 0:0"], SetIds());

        await _hostile.RestoreAsync(tree, options: account with { Ownership = RestoreOwnership.Restorer });

        Assert.Equal(["inside 755 0:0", "nobody 755 0:0", "other-group 2755 0:0", "outside 755 0:0"], SetIds());

        await _hostile.RestoreAsync(tree, options: account with { Ownership = RestoreOwnership.Recorded });

        Assert.Equal(["inside 6755 1000:1000", "nobody 755 0:0", "other-group 6755 1000:0", "outside 6755 4000:1000"], SetIds());
    }

    private string[] SetIds() => [.. TreeDescription.Of(_hostile.Target)
        .Select(line => line.Split('|'))
        .Where(parts => parts[0] != "good")
        .Select(parts => string.Create(CultureInfo.InvariantCulture, $"{parts[0]} {parts[2]} {parts[3]}"))];

    private string Extra(string members) => HostileSnapshot.FileNode("evil", _hostile.Data("evil"u8), 4, members);

    /// <summary>Restores the nodes, and one that is harmless and must come out right.</summary>
    private async Task<RestoreResult> RestoreAsync(params string[] nodes)
    {
        ObjectId tree = _hostile.Tree([.. nodes.Where(node => node.Length > 0), _hostile.Good()]);
        await _hostile.SaveAsync(tree);
        RestoreResult restored = await _hostile.RestoreAsync(tree);
        Assert.Equal("good", File.ReadAllText(Path.Combine(_hostile.Target, "good")));
        return restored;
    }

    private void AssertOnlyGood() => Assert.Equal("good", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_hostile.Target))));
}
