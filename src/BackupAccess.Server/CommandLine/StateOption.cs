using System.CommandLine;

namespace BackupAccess.Server.CommandLine;

/// <summary>Which state folder a command works on.</summary>
internal static class StateOption
{
    public static Option<DirectoryInfo?> Create() => new("--state")
    {
        Description = $"The state folder. Default: a folder below {DataFolder}.",
    };

    /// <summary>The folder asked for, else one of that name in the user's data folder.</summary>
    public static DirectoryInfo Resolve(DirectoryInfo? asked, string name) => asked ?? new DirectoryInfo(Path.Combine(DataFolder, name));

    /// <summary>This product's folder in the user's data folder.</summary>
    public static string DataFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "BackupAccess");
}
