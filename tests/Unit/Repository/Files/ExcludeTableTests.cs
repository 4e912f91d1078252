using System.Diagnostics;
using System.Text;
using BackupAccess.Repository.Files;

namespace BackupAccess.Repository.Tests.Files;

/// <summary>Excludes against the table of cases, and the table against git.</summary>
public sealed class ExcludeTableTests
{
    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            TheoryData<string, string, bool> cases = [];
            foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Files", "excludes.tsv")).Where(line => !line.StartsWith('#')))
            {
                string[] columns = line.Split('\t');
                cases.Add(columns[0], columns[1], columns[2] == "yes");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_path_is_left_out_as_the_table_says(string patterns, string path, bool excluded) =>
        Assert.Equal(excluded, IsExcluded(new GlobExcludes(patterns.Split('|')), path));

    [SkippableFact]
    public void The_table_says_what_git_does()
    {
        Skip.IfNot(File.Exists("/usr/bin/git"), "The table is compared with /usr/bin/git.");
        using TemporaryFolder folder = new();
        Git(folder.Path, "", "init", "-q");
        foreach (object[] row in Cases)
        {
            (string patterns, string path, bool excluded) = ((string)row[0], (string)row[1], (bool)row[2]);
            File.WriteAllLines(Path.Combine(folder.Path, ".gitignore"), patterns.Split('|'));
            Make(folder.Under(path), isDirectory: path.EndsWith('/'));
            Assert.True(excluded == Git(folder.Path, path.TrimEnd('/'), "check-ignore", "--no-index", "-z", "--stdin").Length > 0, $"{patterns} on {path}");
            Remove(folder.Under(path.Split('/')[0]));
        }
    }

    [Theory]
    [InlineData("#comment")]
    [InlineData("./cache")]
    [InlineData("a/../b")]
    [InlineData("a\\")]
    [InlineData("  ")]
    [InlineData("[[:letters:]]")]
    [InlineData("[[:digit:]")]
    [InlineData("[a-\\")]
    public void What_a_gitignore_passes_over_in_silence_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => new GlobExcludes([pattern]));

    /// <summary>As a backup asks: each directory on the way first.</summary>
    private static bool IsExcluded(GlobExcludes rules, string path)
    {
        string[] names = path.TrimEnd('/').Split('/');
        return Enumerable.Range(1, names.Length).Any(count =>
            rules.IsExcluded(Encoding.UTF8.GetBytes(string.Join('/', names.Take(count))), isDirectory: count < names.Length || path.EndsWith('/')));
    }

    private static void Make(string path, bool isDirectory)
    {
        Directory.CreateDirectory(isDirectory ? path : Path.GetDirectoryName(path)!);
        if (!isDirectory)
        {
            File.WriteAllText(path, "");
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static string Git(string folder, string input, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("/usr/bin/git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        git.StandardInput.Write(input);
        git.StandardInput.Close();
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return output;
    }
}
