using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.State;

/// <summary>
/// The folder that holds the state: the database, the key file or what names the command that gives the key, the head of
/// the audit log and the default storage. It is 0700 and the key file 0600; wider permissions are refused, since whoever
/// reads the key file is its administrator.
/// </summary>
internal sealed class StateFolder
{
    private const string DatabaseFile = "state.db";
    private const string KeyFile = "state.key";
    private const string RepositoriesFolder = "repositories";
    private const string ProfilesFolder = "profiles";
    private const string LocksFolder = "locks";
    private const string DownloadsFolder = "downloads";
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

    /// <summary>Where the files are that processes on this machine keep each other out by.</summary>
    public string Locks => System.IO.Path.Combine(Path, LocksFolder);

    /// <summary>Where the archives are that wait to be fetched.</summary>
    public string Downloads => System.IO.Path.Combine(Path, DownloadsFolder);

    /// <summary>
    /// Makes the folder, or fills one that holds nothing but a list of commands. Where the key, repositories
    /// and profiles' folders are left of a state, the new one keeps that key.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="keyCommand">The commands that the key is kept by; null for a key file.</param>
    /// <exception cref="StateException">There is something else in it already, it can't be made, or the command gives no key.</exception>
    public static StateFolder Create(string path, TimeProvider time, KeyCommandNames? keyCommand)
    {
        string[] found = Directory.Exists(path) ? [.. Directory.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName).OfType<string>()] : [];
        bool left = found.Contains(KeyFile) || found.Contains(KeyCommand.FileName);
        string[] mayBeThere = left ? [CommandList.FileName, KeyFile, KeyCommand.FileName, RepositoriesFolder, ProfilesFolder, LocksFolder, DownloadsFolder, .. AuditOpening.Files] : [CommandList.FileName];
        if (found.Except(mayBeThere).FirstOrDefault() is not null)
        {
            throw new StateException("StateExists", $"The folder \"{path}\" is not empty.");
        }

        StateKey key = left ? ReadKey(path) : Make(path, keyCommand);
        AuditOpening.SetAside(path);
        StateDatabase database = StateDatabase.Create(System.IO.Path.Combine(path, DatabaseFile), time);
        return Complete(path, key, database, time);
    }

    /// <exception cref="StateException">There is no state, its key can't be had, or others than its owner can reach it.</exception>
    public static StateFolder Open(string path, TimeProvider time)
    {
        string database = System.IO.Path.Combine(path, DatabaseFile);
        if (!File.Exists(database) || !(File.Exists(System.IO.Path.Combine(path, KeyFile)) || KeyCommand.IsUsedBy(path)))
        {
            throw new StateException("StateNotFound", $"There is no state in \"{path}\".");
        }

        StateKey key = ReadKey(path);
        return Complete(path, key, StateDatabase.Open(database, time), time);
    }

    private static StateFolder Complete(string path, StateKey key, StateDatabase database, TimeProvider time)
    {
        database.Audit = AuditOpening.Open(database, key, path, time);
        return new StateFolder(path, key, database);
    }

    private static StateKey ReadKey(string path)
    {
        FolderOwner.RequireOwn(path);
        RefuseOthers(path);
        bool byCommand = KeyCommand.IsUsedBy(path);
        string file = System.IO.Path.Combine(path, byCommand ? KeyCommand.FileName : KeyFile);
        RefuseOthers(file);
        return byCommand ? StateKey.Load(KeyCommand.Of(path)) : StateKey.Read(file);
    }

    private static StateKey Make(string path, KeyCommandNames? keyCommand)
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

            return keyCommand is null ? StateKey.Create(System.IO.Path.Combine(path, KeyFile)) : MakeByCommand(path, keyCommand);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The folder \"{path}\" can't be made: {e.Message}", e);
        }
    }

    /// <summary>A command that gives no key leaves the folder as it was.</summary>
    private static StateKey MakeByCommand(string path, KeyCommandNames names)
    {
        KeyCommand source = KeyCommand.Create(path, names);
        try
        {
            return StateKey.Load(source);
        }
        catch (StateException)
        {
            File.Delete(System.IO.Path.Combine(path, KeyCommand.FileName));
            throw;
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
