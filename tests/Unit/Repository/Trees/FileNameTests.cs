using System.Text;
using BackupAccess.Repository.Trees;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests.Trees;

public sealed class FileNameTests
{
    [Fact]
    public void Any_bytes_that_Linux_takes_survive_the_tree_and_the_text() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            if (!FileName.TryCreate(bytes, out FileName name))
            {
                return true;
            }

            Node node = new() { Name = name, Type = NodeType.File };
            Tree tree = Tree.Parse(Tree.Of([node]).ToJson(), default);
            return tree.Nodes[0].Name == name && FileName.Parse(name.ToString()) == name;
        }).HoldsFor(2_000);

    [Fact]
    public void A_name_of_255_bytes_of_any_value_is_kept()
    {
        byte[] bytes = [.. Enumerable.Range(1, 255).Select(value => (byte)(value == '/' ? 'x' : value))];
        FileName name = FileName.FromBytes(bytes);

        Assert.Equal(bytes, name.Bytes.ToArray());
        Assert.Equal(name, FileName.Parse(name.ToString()));
    }

    [Theory]
    [InlineData("plain name.txt", "plain name.txt")]
    [InlineData("ein \"Zitat\" – ö", "ein \"Zitat\" – ö")]
    [InlineData("line\nbreak", "line\\nbreak")]
    [InlineData("back\\slash", "back\\\\slash")]
    [InlineData("\u200b", "\\u200b")]
    public void People_see_names_as_they_are_but_for_what_is_invisible(string name, string shown) =>
        Assert.Equal(shown, FileName.FromBytes(Encoding.UTF8.GetBytes(name)).ToString());

    [Fact]
    public void Bytes_that_are_no_text_are_shown_escaped() =>
        Assert.Equal("a\\xff\\xfe", FileName.FromBytes([(byte)'a', 0xff, 0xfe]).ToString());

    [Fact]
    public void Names_are_ordered_by_bytes_not_by_culture() =>
        Assert.True(FileName.Parse("Z") < FileName.Parse("a") && FileName.Parse("z") < FileName.Parse("ä"));
}
