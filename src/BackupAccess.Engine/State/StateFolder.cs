using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>
/// The folder that holds the state: the database, the key file and the default storage. It is 0700 and the key file
/// 0600; wider permissions are refused, since whoever reads the key file is its administrator.
/// </summary>
internal sealed class StateFolder
{
    private const string DatabaseFile = "state.db";
    private const string KeyFile = "state.key";
    private const string RepositoriesFolder = "repositories";
    private const string ProfilesFolder = "profiles";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private StateFolder(string path, StateKey key, StateDatabase database)
    {
        Path = path;
        Key = key;
        Database = database;
    }

    public string Path { get; }

    public StateKey Key { get; }

    public StateDatabase Database { get; }

    /// <summary>Where the default storage keeps its repositories.</summary>
    public string Repositories => System.IO.Path.Combine(Path, RepositoriesFolder);

    /// <summary>Where the profiles' folders are.</summary>
    public string Profiles => System.IO.Path.Combine(Path, ProfilesFolder);

    /// <summary>
    /// Makes the folder, or fills an empty one. Where only the key file, repositories and profiles' folders are left of a
    /// state, the new one keeps that key.
    /// </summary>
    /// <exception cref="StateException">There is something else in it already, or it can't be made.</exception>
    public static StateFolder Create(string path, TimeProvider time)
    {
        string[] found = Directory.Exists(path) ? [.. Directory.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName).OfType<string>()] : [];
        bool left = found.Contains(KeyFile) && found.Except([KeyFile, RepositoriesFolder, ProfilesFolder]).FirstOrDefault() is null;
        if (found.Length > 0 && !left)
        {
            throw new StateException("StateExists", $"The folder \"{path}\" is not empty.");
        }

        StateKey key = left ? ReadKey(path) : Make(path);
        return new StateFolder(path, key, StateDatabase.Create(System.IO.Path.Combine(path, DatabaseFile), time));
    }

    /// <exception cref="StateException">There is no state, or others than its owner can reach it.</exception>
    public static StateFolder Open(string path, TimeProvider time)
    {
        string database = System.IO.Path.Combine(path, DatabaseFile);
        if (!File.Exists(database) || !File.Exists(System.IO.Path.Combine(path, KeyFile)))
        {
            throw new StateException("StateNotFound", $"There is no state in \"{path}\".");
        }

        return new StateFolder(path, ReadKey(path), StateDatabase.Open(database, time));
    }

    private static StateKey ReadKey(string path)
    {
        string key = System.IO.Path.Combine(path, KeyFile);
        FolderOwner.RequireOwn(path);
        RefuseOthers(path);
        RefuseOthers(key);
        return StateKey.Read(key);
    }

    private static StateKey Make(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly);
                FolderOwner.RequireOwn(path);
                File.SetUnixFileMode(path, OwnerOnly);
            }

            return StateKey.Create(System.IO.Path.Combine(path, KeyFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The folder \"{path}\" can't be made: {e.Message}", e);
        }
    }

    private static void RefuseOthers(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new StateException("InsecurePermissions", $"\"{path}\" is open to others than its owner.");
        }
    }
}
