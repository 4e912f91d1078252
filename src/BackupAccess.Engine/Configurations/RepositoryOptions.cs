namespace BackupAccess.Engine.Configurations;

/// <summary>How a configuration's backups use the repositories.</summary>
/// <param name="Prune">Whether room is given back once its policy has let backups go.</param>
/// <param name="Reread">Whether files are read that look unchanged.</param>
/// <param name="OneFileSystem">Whether directories on other file systems are left empty.</param>
internal sealed record RepositoryOptions(bool Prune, bool Reread, bool OneFileSystem)
{
    public static RepositoryOptions Default { get; } = new(Prune: false, Reread: false, OneFileSystem: false);

    public override string ToString()
    {
        string[] set = [.. Prune ? ["prune"] : Array.Empty<string>(), .. Reread ? ["reread"] : Array.Empty<string>(), .. OneFileSystem ? ["oneFileSystem"] : Array.Empty<string>()];
        return set.Length == 0 ? "default" : string.Join(", ", set);
    }
}
