using System.Text;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Trees;

public sealed class TreeTests
{
    // Two trees as restic 0.14 stored them (`restic cat blob`), with the ids it gave them.
    private const string ResticTree = """{"nodes":[{"name":"src","type":"dir","mode":2147484141,"mtime":"2026-11-20T19:38:34.772488175Z","atime":"2026-11-20T19:38:34.772488175Z","ctime":"2026-11-20T19:38:34.772488175Z","uid":0,"gid":0,"user":"root","group":"root","inode":11658777,"device_id":65024,"content":null,"subtree":"f25f169e48baef5aa364224415a254d2a160f526ac4834219bf8c298dc01b0da"}]}""" + "\n";
    private const string ResticTreeId = "d08a973f61bcf8503e2de6e5827183f52381a03fe05baa573ad5fb0e21548f1f";
    private const string ResticFiles = """{"nodes":[{"name":"y","type":"file","mode":420,"mtime":"2400-01-01T00:00:00Z","atime":"2400-01-01T00:00:00Z","ctime":"2026-11-20T19:38:34.676488171Z","uid":0,"gid":0,"user":"root","group":"root","inode":11658787,"device_id":65024,"links":1,"content":[]}]}""" + "\n";
    private const string ResticFilesId = "dd941ba90da7e893b41b50f50e2ac91107e04fcdfe1306b5ec5d8ec197253d87";

    [Theory]
    [InlineData(ResticTree, ResticTreeId)]
    [InlineData(ResticFiles, ResticFilesId)]
    public void A_tree_of_restic_is_written_back_byte_by_byte(string json, string id)
    {
        byte[] written = Parse(json).ToJson();

        Assert.Equal(json, Encoding.UTF8.GetString(written));
        Assert.Equal(ObjectId.Parse(id), ObjectId.Of(written));
    }

    [Fact]
    public void Every_kind_of_node_is_written_back_as_restic_wrote_it()
    {
        const string Nodes = """
            {"name":"\u003c\u0026\u003eé","type":"file","mode":420,"mtime":"2026-11-20T19:38:34.664885752Z","atime":"2026-11-20T19:38:34.664885752Z","ctime":"2026-11-20T19:38:34.664885752Z","uid":0,"gid":0,"content":[]}
            {"name":"a\\nb\\\"q\\\\","type":"file","mode":420,"mtime":"1901-12-25T03:02:03.5+02:00","atime":"0001-01-01T00:00:00Z","ctime":"0001-01-01T00:00:00Z","uid":1,"gid":4294967295,"user":"a","group":"b","size":1,"links":2,"content":["2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"]}
            {"name":"bd","type":"dev","mode":67109284,"mtime":"0000-01-01T00:00:00Z","atime":"9999-12-31T23:59:59.999999999-12:30","ctime":"0001-01-01T00:00:00Z","uid":0,"gid":0,"inode":18446744073709551615,"device_id":65024,"links":1,"device":2163644,"content":null}
            {"name":"f1","type":"file","mode":12583405,"mtime":"0001-01-01T00:00:00Z","atime":"0001-01-01T00:00:00Z","ctime":"0001-01-01T00:00:00Z","uid":0,"gid":0,"extended_attributes":[{"name":"user.empty","value":""},{"name":"user.null","value":null},{"name":"user.v","value":"YWJj"}],"generic_attributes":{"windows.file_attributes":32,"x":{"y":[1]}},"content":[],"error":"unreadable","later":{"a":[1,2]},"more":"x"}
            {"name":"l","type":"symlink","mode":134218239,"mtime":"0001-01-01T00:00:00Z","atime":"0001-01-01T00:00:00Z","ctime":"0001-01-01T00:00:00Z","uid":0,"gid":0,"links":1,"linktarget":"t\u0001\u0008\u003c\ufffd","linktarget_raw":"dAEIPP8=","content":null}
            {"name":"odd","type":"whiteout","mtime":"0001-01-01T00:00:00Z","atime":"0001-01-01T00:00:00Z","ctime":"0001-01-01T00:00:00Z","uid":0,"gid":0,"content":null}
            {"name":"u\\u00ad\\u200b😀\\x7f\\x01","type":"fifo","mode":33554852,"mtime":"0001-01-01T00:00:00Z","atime":"0001-01-01T00:00:00Z","ctime":"0001-01-01T00:00:00Z","uid":0,"gid":0,"content":null}
            {"name":"\\xff\\xfe","type":"socket","mtime":"0001-01-01T00:00:00Z","atime":"0001-01-01T00:00:00Z","ctime":"0001-01-01T00:00:00Z","uid":0,"gid":0,"content":null}
            """;
        string json = "{\"nodes\":[" + Nodes.ReplaceLineEndings(",") + "]}\n";

        Assert.Equal(json, Encoding.UTF8.GetString(Parse(json).ToJson()));
    }

    [Fact]
    public void An_empty_tree_is_written_as_restic_does() =>
        Assert.Equal("{\"nodes\":[]}\n", Encoding.UTF8.GetString(Tree.Empty.ToJson()));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\\\x00b")]
    [InlineData("bad\\\\escape\\\\q")]
    public void A_name_that_no_directory_can_hold_makes_the_tree_damaged(string name) =>
        Assert.Throws<RepositoryDamagedException>(() => Parse($$"""{"nodes":[{"name":"{{name}}","type":"file"}]}"""));

    [Fact]
    public void A_name_twice_makes_the_tree_damaged_wherever_it_stands() =>
        Assert.Throws<RepositoryDamagedException>(() => Parse("""{"nodes":[{"name":"b"},{"name":"a"},{"name":"b"}]}"""));

    [Fact]
    public void Nodes_out_of_order_are_put_in_order()
    {
        Tree tree = Parse("""{"later":[],"nodes":[{"name":"b"},{"name":"a"}],"more":{}}""");

        Assert.Equal(["a", "b"], tree.Nodes.Select(node => node.Name.ToString()));
        Assert.Equal("b", tree.Find(FileName.Parse("b"))!.Name.ToString());
        Assert.Null(tree.Find(FileName.Parse("c")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"nodes\":{}}")]
    [InlineData("{\"nodes\":[1]}")]
    [InlineData("{\"nodes\":[{}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\"}]")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"uid\":-1}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"uid\":\"1\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"mtime\":\"2026-02-30T00:00:00Z\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"content\":[\"00\"]}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"subtree\":7}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"extended_attributes\":[{\"name\":\"x\",\"value\":\"!\"}]}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"linktarget\":\"b\\u0000c\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"\\ud800\"}]}")]
    public void What_is_no_tree_is_damaged_and_named(string json)
    {
        RepositoryDamagedException failure = Assert.Throws<RepositoryDamagedException>(() => Parse(json));

        Assert.StartsWith("tree ", failure.Object, StringComparison.Ordinal);
    }

    [Fact]
    public void Flipped_bytes_give_a_tree_or_damage_and_nothing_else()
    {
        Random random = new(20261120);
        byte[] good = Encoding.UTF8.GetBytes(ResticTree + ResticFiles);
        for (int run = 0; run < 20_000; run++)
        {
            byte[] bytes = good.AsSpan(0, run % 2 == 0 ? ResticTree.Length : good.Length).ToArray();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                byte[] once = Tree.Parse(bytes, default).ToJson();
                Assert.Equal(once, Tree.Parse(once, default).ToJson());
            }
            catch (RepositoryDamagedException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void The_writer_refuses_nodes_out_of_order()
    {
        TreeWriter writer = new();
        writer.Add(new Node { Name = FileName.Parse("b"), Type = NodeType.File });

        Assert.Throws<ArgumentException>(() => writer.Add(new Node { Name = FileName.Parse("a"), Type = NodeType.File }));
    }

    private static Tree Parse(string json) => Tree.Parse(Encoding.UTF8.GetBytes(json), default);
}
