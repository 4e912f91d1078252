using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Settings;

/// <summary>Folders that are set aside: absolute paths, none the root itself.</summary>
internal sealed class RootsSetting(string name, string description) : ListSetting(name, "absolute paths of folders", Normalized, description)
{
    /// <summary>Who makes connectors below the folders doesn't say which they are.</summary>
    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (!context.IsAdministrator)
        {
            throw context.Refuse(Name, "the folders that are set aside are Administrator's to name");
        }
    }

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
