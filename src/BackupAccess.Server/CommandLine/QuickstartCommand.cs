using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Server.CommandLine;

/// <summary><c>backup-access quickstart [FOLDER]</c>: the whole of it once, on a folder of accounts.</summary>
internal static class QuickstartCommand
{
    private const string Name = "quickstart";

    public static Command Create()
    {
        Argument<DirectoryInfo?> folder = new("folder")
        {
            Description = "A folder with one sub-folder an account. Default: a copy of the sample that comes along.",
            DefaultValueFactory = _ => null,
        };
        Option<DirectoryInfo?> state = StateOption.Create();
        Command command = new(Name, "Backs up a folder of accounts, restores a file as a support user, and shows a refusal and the audit trail.") { folder, state };
        command.SetAction((parsed, cancellationToken) => Failing.RunAsync(() =>
        {
            string examples = Path.Combine(AppContext.BaseDirectory, "examples");
            string accounts = parsed.GetValue(folder) is { } given ? RequireFolder(given) : CopySample(Path.Combine(examples, "accounts"));
            DirectoryInfo stateFolder = StateOption.Resolve(parsed.GetValue(state), StateNameFor(parsed.GetValue(folder)));
            return new Quickstart(stateFolder, accounts, Path.Combine(examples, "access.yaml")).RunAsync(cancellationToken);
        }));
        return command;
    }

    private static string RequireFolder(DirectoryInfo folder) => folder.Exists
        ? Path.TrimEndingDirectorySeparator(folder.FullName)
        : throw new BackupFailedException("SourceUnavailable", $"There is no folder \"{folder.FullName}\".");

    /// <summary>A state of its own for each folder, so that trying another one meets nothing of the last.</summary>
    private static string StateNameFor(DirectoryInfo? folder) =>
        folder is null ? Name : $"{Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.FullName)))[..8]}";

    /// <summary>The sample's accounts, copied once to the user's data folder: a place that stays when the program moves.</summary>
    private static string CopySample(string sample)
    {
        string copy = Path.Combine(StateOption.DataFolder, $"{Name}-accounts");
        if (!Directory.Exists(copy))
        {
            foreach (string file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(copy, Path.GetRelativePath(sample, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        return copy;
    }
}
