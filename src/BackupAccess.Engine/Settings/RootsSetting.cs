namespace BackupAccess.Engine.Settings;

/// <summary>Folders that are set aside: absolute paths, none the root itself.</summary>
internal sealed class RootsSetting(string name, string description) : ListSetting(name, "absolute paths of folders", Normalized, description)
{
    private static string? Normalized(string path)
    {
        if (!Path.IsPathFullyQualified(path) || path.Any(char.IsControl))
        {
            return null;
        }

        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return full == Path.GetPathRoot(full) ? null : full;
    }
}
