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
    public string Repositories => System.IO.Path.Combine(Path, "repositories");

    /// <summary>Makes the folder, or fills an empty one.</summary>
    /// <exception cref="StateException">There is something in it already, or it can't be made.</exception>
    public static StateFolder Create(string path, TimeProvider time)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new StateException("StateExists", $"The folder \"{path}\" is not empty.");
        }

        StateKey key = Make(path);
        return new StateFolder(path, key, StateDatabase.Create(System.IO.Path.Combine(path, DatabaseFile), time));
    }

    /// <exception cref="StateException">There is no state, or others than its owner can reach it.</exception>
    public static StateFolder Open(string path, TimeProvider time)
    {
        string database = System.IO.Path.Combine(path, DatabaseFile);
        string key = System.IO.Path.Combine(path, KeyFile);
        if (!File.Exists(database) || !File.Exists(key))
        {
            throw new StateException("StateNotFound", $"There is no state in \"{path}\".");
        }

        FolderOwner.RequireOwn(path);
        RefuseOthers(path);
        RefuseOthers(key);
        return new StateFolder(path, StateKey.Read(key), StateDatabase.Open(database, time));
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
