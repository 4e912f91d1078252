using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Configurations;

/// <summary>
/// The files of the configurations in the profiles' folder. The state holds what is saved, and the files show it: each is
/// written after the change is committed, over what was last written there and over nothing else, so that an edit by hand
/// stays until it is imported or given up.
/// </summary>
internal static class ConfigurationFiles
{
    /// <summary>What the audit log calls the writing of the files.</summary>
    public const string Operation = "showConfigurations";

    /// <summary>How long a configuration may be, in bytes of UTF-8.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string Extension = ".yaml";
    private const string GlobalFile = "_global" + Extension;
    private const string ProfileFile = "_profile" + Extension;
    private const string Unfinished = ".unfinished";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Below the profiles' folder, as <c>team-a/shop.yaml</c>; no profile or configuration has a name that begins with <c>_</c>.</summary>
    public static string RelativePathOf(ConfigurationScope scope, string? profile, string name) => scope switch
    {
        ConfigurationScope.Global => GlobalFile,
        ConfigurationScope.Profile => $"{profile}/{ProfileFile}",
        _ => $"{profile}/{name}{Extension}",
    };

    public static string RelativePathOf(ConfigurationRow row) => RelativePathOf(row.Scope, row.ProfileName, row.Name);

    public static string PathOf(EngineServices services, string relative) => Path.Combine(services.Folder.Profiles, relative);

    /// <summary>How the file stands to what is saved.</summary>
    public static ConfigurationFileState StateOf(EngineServices services, ConfigurationRow row)
    {
        try
        {
            return Read(services, RelativePathOf(row)) is not { } text ? ConfigurationFileState.Missing
                : text == row.Text || DigestOf(text) == row.ShownDigest ? ConfigurationFileState.Saved
                : ConfigurationFileState.Edited;
        }
        catch (StateException)
        {
            return ConfigurationFileState.Unreadable;
        }
    }

    /// <summary>The names of a profile's files that nothing is saved under.</summary>
    public static IReadOnlyList<string> NewOf(EngineServices services, ProfileRow profile, IReadOnlyList<ConfigurationRow> saved)
    {
        HashSet<string> known = new(saved.Select(row => row.Name), StringComparer.OrdinalIgnoreCase);
        string folder = ProfileFolders.PathOf(services, profile.Name);
        return Guard(folder, () => !Directory.Exists(folder) ? [] : Directory
            .EnumerateFiles(folder, $"*{Extension}")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => Names.IsValid(name) && !known.Contains(name))
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList());
    }

    /// <summary>What a file holds; null where there is none.</summary>
    /// <exception cref="StateException">It is no plain file, too long, or no text.</exception>
    public static string? Read(EngineServices services, string relative)
    {
        string path = PathOf(services, relative);
        return Guard(path, () =>
        {
            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                return null;
            }

            using DirectoryHandle folder = DirectoryHandle.Open(Path.GetDirectoryName(path)!);
            return folder.TryReadFile(FileName.Parse(Path.GetFileName(path)), MaxBytes, out _) is { } bytes ? s_utf8.GetString(bytes) : null;
        });
    }

    /// <summary>Has a configuration's file deleted once the change is committed.</summary>
    public static void Forget(StateConnection db, ConfigurationRow row)
    {
        if (row.ShownDigest is { } digest)
        {
            ConfigurationFileStore.Add(db, RelativePathOf(row), digest);
        }
    }

    /// <summary>Writes the files that aren't what is saved, and deletes those of configurations that are no more, save what was edited by hand.</summary>
    /// <exception cref="StateException">The system refused; the next change tries again.</exception>
    public static void WriteDue(EngineServices services)
    {
        using (StateConnection db = services.Database.Connect())
        {
            if (ConfigurationStore.Due(db).Count == 0 && ConfigurationFileStore.Due(db).Count == 0)
            {
                return;
            }
        }

        // Within the transaction: no other process writes one of these meanwhile.
        using StateTransaction transaction = services.Database.BeginImmediate();
        foreach (ConfigurationFileDue due in ConfigurationFileStore.Due(transaction))
        {
            Delete(services, due);
            ConfigurationFileStore.Remove(transaction, due.Path);
        }

        ProfileFolders.Mend(transaction, services);
        foreach (ConfigurationRow row in ConfigurationStore.Due(transaction))
        {
            ConfigurationStore.SetShown(transaction, row, Show(services, row));
        }

        transaction.Commit();
    }

    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(s_utf8.GetBytes(text)));

    /// <returns>The digest of what was last written.</returns>
    private static string? Show(EngineServices services, ConfigurationRow row)
    {
        string relative = RelativePathOf(row);
        string? present = Read(services, relative);
        if (present is not null && present != row.Text && DigestOf(present) != row.ShownDigest)
        {
            return row.ShownDigest;
        }

        if (present != row.Text)
        {
            Write(services, relative, row.Text);
        }

        return DigestOf(row.Text);
    }

    private static void Write(EngineServices services, string relative, string text)
    {
        string path = PathOf(services, relative);
        string unfinished = PathOf(services, Unfinished);
        Guard(path, () =>
        {
            File.Delete(unfinished);
            using (FileStream file = PrivateFile.Create(unfinished))
            {
                file.Write(s_utf8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
            PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
            return true;
        });
    }

    private static void Delete(EngineServices services, ConfigurationFileDue due)
    {
        if (Read(services, due.Path) is { } present && DigestOf(present) == due.Digest)
        {
            string path = PathOf(services, due.Path);
            Guard(path, () =>
            {
                File.Delete(path);
                return true;
            });
        }
    }

    private static T Guard<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FileSystemException or DecoderFallbackException)
        {
            throw new StateException("StateUnavailable", $"\"{path}\" can't be used: {e.Message}", e);
        }
    }
}
