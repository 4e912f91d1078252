using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Profiles;

/// <summary>
/// The profiles' folders below the state folder, each its owner's only. The state holds what profiles there are, and a
/// folder shows it: one that a crash or a change that was taken back left wrong is mended with the next change.
/// </summary>
internal static class ProfileFolders
{
    public static string PathOf(EngineServices services, string profile) => Path.Combine(services.Folder.Profiles, profile);

    /// <summary>Makes the folders that are missing and removes empty ones that are no profile's. One with files in it stays, whosoever they are.</summary>
    /// <exception cref="StateException">The system refused.</exception>
    public static void Mend(StateConnection db, EngineServices services)
    {
        HashSet<string> profiles = [.. ProfileStore.All(db).Select(profile => profile.Name)];
        Guard(services.Folder.Profiles, root =>
        {
            PrivateFile.CreateFolder(root);
            foreach (string stray in Directory.EnumerateDirectories(root).Where(folder => !profiles.Contains(Path.GetFileName(folder)) && IsEmpty(folder)))
            {
                Directory.Delete(stray);
            }

            foreach (string missing in profiles.Select(profile => Path.Combine(root, profile)).Where(folder => !Directory.Exists(folder)))
            {
                PrivateFile.CreateFolder(missing);
            }

            PrivateFile.FlushFolder(root);
        });
    }

    /// <param name="services">Whose folder.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="shown">The names of the files in it that show what is saved.</param>
    /// <exception cref="ConflictException">There are other files in the profile's folder, which removing the profile would lose.</exception>
    public static void RequireNoOther(EngineServices services, ProfileRow profile, IReadOnlySet<string> shown) => Guard(PathOf(services, profile.Name), folder =>
    {
        if (Directory.Exists(folder) && (new DirectoryInfo(folder).LinkTarget is not null || Directory.EnumerateFileSystemEntries(folder).Any(path => !shown.Contains(Path.GetFileName(path)))))
        {
            throw new ConflictException("ProfileNotEmpty", $"There are files in the folder of the profile \"{profile.Name}\" that aren't saved.");
        }
    });

    // A link is what it leads to for nobody here: it is left alone.
    private static bool IsEmpty(string folder) =>
        new DirectoryInfo(folder).LinkTarget is null && !Directory.EnumerateFileSystemEntries(folder).Any();

    private static void Guard(string folder, Action<string> act)
    {
        try
        {
            act(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The folder \"{folder}\" can't be used: {e.Message}", e);
        }
    }
}
