using System.Management.Automation;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>Finds and reads desired-state files.</summary>
internal static class StateFiles
{
    /// <summary>
    /// The files that a typed path means: the file itself, the .yaml and .yml files of a folder in the order of their
    /// names, or what a pattern matches.
    /// </summary>
    /// <param name="path">As typed.</param>
    /// <param name="absolute">Makes a typed path absolute, without wildcards.</param>
    /// <param name="resolve">Expands a pattern to absolute paths.</param>
    /// <exception cref="NotFoundException">There is no such file, or a folder or pattern without any.</exception>
    public static IReadOnlyList<string> Find(string path, Func<string, string> absolute, Func<string, IEnumerable<string>> resolve)
    {
        string full = absolute(path);
        if (File.Exists(full))
        {
            return [full];
        }

        string[] files = Directory.Exists(full) ? FilesOf(full)
            : WildcardPattern.ContainsWildcardCharacters(path) ? [.. resolve(path).Where(File.Exists).Order(StringComparer.Ordinal)]
            : [];
        return files.Length > 0 ? files : throw new NotFoundException("desired-state file", path);
    }

    /// <summary>Reads a file; relative paths in it mean its own folder.</summary>
    /// <exception cref="InvalidRequestException">The file can't be read.</exception>
    public static StateDocument Read(string file, string typed)
    {
        try
        {
            return new StateDocument(typed, Path.GetDirectoryName(file) ?? "/", File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("InvalidValue", $"The file \"{typed}\" can't be read.");
        }
    }

    private static string[] FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal)];
}
