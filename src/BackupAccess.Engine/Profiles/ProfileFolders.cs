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
    public static void Mend(OperationContext context)
    {
        HashSet<string> profiles = [.. ProfileStore.All(context.Db).Select(profile => profile.Name)];
        Guard(context.Services.Folder.Profiles, root =>
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

    /// <exception cref="ConflictException">There are files in the profile's folder, which removing the profile would lose.</exception>
    public static void RequireEmpty(OperationContext context, ProfileRow profile) => Guard(PathOf(context.Services, profile.Name), folder =>
    {
        if (Directory.Exists(folder) && !IsEmpty(folder))
        {
            throw new ConflictException("ProfileNotEmpty", $"There are files in the folder of the profile \"{profile.Name}\".");
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
