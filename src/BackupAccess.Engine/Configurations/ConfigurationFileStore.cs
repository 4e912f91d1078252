using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Configurations;

/// <summary>The files of configurations that are no more, until they are deleted.</summary>
internal static class ConfigurationFileStore
{
    public static IReadOnlyList<ConfigurationFileDue> Due(StateConnection db) =>
        db.Query<ConfigurationFileDue>("SELECT path AS Path, digest AS Digest FROM configuration_file_due");

    public static void Add(StateConnection db, string path, string digest) => db.Execute(
        "INSERT INTO configuration_file_due (path, digest) VALUES (@path, @digest) ON CONFLICT (path) DO UPDATE SET digest = excluded.digest", new { path, digest });

    public static void Remove(StateConnection db, string path) => db.Execute("DELETE FROM configuration_file_due WHERE path = @path", new { path });
}
