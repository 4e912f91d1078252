using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Connectors;

/// <summary>The rules for a folder that becomes a connector, or a storage.</summary>
internal static class ConnectorPath
{
    /// <summary>Folders of the system: neither they nor anything in them is a tenant's.</summary>
    private static readonly string[] s_system = ["/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr"];

    /// <summary>Folders that may hold a connector's and are none themselves.</summary>
    private static readonly string[] s_shared = ["/", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/tmp", "/var", "/var/lib", "/var/log", "/var/tmp"];

    /// <param name="kind">What it is to be, for messages.</param>
    /// <param name="path">The path as given.</param>
    /// <returns>The path, absolute and without a trailing slash.</returns>
    /// <exception cref="InvalidRequestException">The path isn't absolute, holds a link, isn't a folder or is the system's.</exception>
    public static string RequireUsable(string kind, string? path)
    {
        if (path is null || !Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse(kind, path, "is not an absolute path");
        }

        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (s_shared.Contains(full) || s_system.Any(system => IsWithin(full, system)))
        {
            throw Refuse(kind, full, "is a folder of the system");
        }

        for (DirectoryInfo? part = new(full); part is not null; part = part.Parent)
        {
            if (part.LinkTarget is not null)
            {
                throw Refuse(kind, full, $"leads through the link \"{part.FullName}\"");
            }
        }

        return Directory.Exists(full) ? full : throw Refuse(kind, full, "is not a folder");
    }

    /// <exception cref="ConflictException">The folder holds, or lies in, another connector's, a storage's, an account's home, or the state.</exception>
    /// <param name="except">The connector whose path it is to be, which may overlap itself; null for a new one's.</param>
    public static void RequireApart(OperationContext context, string path, ConnectorRow? except = null)
    {
        if (FindOverlap(context, path, except) is { } other)
        {
            throw Overlaps(context, path, other);
        }

        foreach (string home in context.Db.Query<string>("SELECT home FROM account WHERE gone_at IS NULL AND connector_id <> @except", new { except = except?.Id ?? "" }))
        {
            if (Overlap(path, home))
            {
                throw Overlaps(context, path, $"the account home \"{home}\"");
            }
        }
    }

    /// <returns>The folder connector, the storage or the state folder that holds the path or lies in it, in words; null for none.</returns>
    public static string? FindOverlap(OperationContext context, string path, ConnectorRow? except = null) =>
        Overlap(path, context.Services.Folder.Path) ? "the state folder"
        : ConnectorStore.All(context.Db).FirstOrDefault(other => other.Id != except?.Id && other.Path is not null && Overlap(path, other.Path)) is { } connector
            ? $"the connector \"{connector.Name}\""
        : StorageStore.All(context.Db).FirstOrDefault(storage => Overlap(path, storage.Path)) is { } storage
            ? $"the storage \"{storage.Name}\""
        : null;

    public static bool Overlap(string left, string right) => IsWithin(left, right) || IsWithin(right, left);

    /// <summary>The folder that a path leads to, every link in it followed; null where there is none.</summary>
    public static string? RealPath(string path)
    {
        const int MostLinks = 40;
        DirectoryInfo folder = new(path);
        for (int links = 0; links <= MostLinks && folder.Exists; links++)
        {
            DirectoryInfo? link = folder;
            while (link is not null && link.LinkTarget is null)
            {
                link = link.Parent;
            }

            if (link is null)
            {
                return Path.TrimEndingDirectorySeparator(folder.FullName);
            }

            string target = Path.GetFullPath(link.LinkTarget!, link.Parent?.FullName ?? "/");
            folder = new DirectoryInfo(Path.Join(target, Path.GetRelativePath(link.FullName, folder.FullName)));
        }

        return null;
    }

    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // What others' folders are named isn't told to those who may not know it.
    private static ConflictException Overlaps(OperationContext context, string path, string other) =>
        new("Conflict", $"\"{path}\" overlaps {(context.IsAdministrator ? other : "what is in use already")}.");

    private static InvalidRequestException Refuse(string kind, string? path, string problem) =>
        new("InvalidValue", $"The {kind} path \"{Names.Printable(path)}\" {problem}.");
}
