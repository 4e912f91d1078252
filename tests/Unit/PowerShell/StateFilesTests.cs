using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.DesiredState;

namespace BackupAccess.PowerShell.Tests;

public sealed class StateFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_stands_for_its_yaml_files_in_the_order_of_their_names()
    {
        string[] expected = [Write("a.yml"), Write("b.yaml")];
        Write("c.txt");
        Assert.Equal(expected, Find("."));
    }

    [Fact]
    public void A_file_is_itself_whatever_its_name() => Assert.Equal([Write("users[1].txt")], Find("users[1].txt"));

    [Theory]
    [InlineData("missing.yaml")]
    [InlineData(".")]
    public void A_path_that_means_no_file_is_not_found(string path) => Assert.Throws<NotFoundException>(() => Find(path));

    [Fact]
    public void A_document_keeps_the_path_as_typed_and_the_folder_that_relative_paths_mean()
    {
        StateDocument document = StateFiles.Read(Write("a.yaml"), typed: "./a.yaml");
        Assert.Equal(new StateDocument("./a.yaml", _folder, "kind: State"), document);
    }

    private IReadOnlyList<string> Find(string path) =>
        StateFiles.Find(path, typed => Path.GetFullPath(typed, _folder), _ => throw new InvalidOperationException("No pattern was typed."));

    private string Write(string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, "kind: State");
        return path;
    }
}
