using System.Runtime.InteropServices;

namespace BackupAccess.Engine.Commands;

/// <summary>The C library's calls to start and end processes, as they are.</summary>
internal static unsafe partial class Posix
{
    public const int CloseOnExec = 0x80000;
    public const int DuplicateAbove = 1030;

    public const short DefaultSignals = 0x04;
    public const short SignalMask = 0x08;
    public const short NewSession = 0x80;

    /// <summary>More than any of its types takes, sigset_t, posix_spawnattr_t and posix_spawn_file_actions_t.</summary>
    public const int Opaque = 512;

    public const int ById = 1;
    public const int Exited = 4;
    public const int LeaveWaitable = 0x1000000;
    public const int Kill = 9;
    public const int Interrupted = 4;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeHandle file, int command, int argument);

    [LibraryImport(Library, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(int* process, string path, byte* actions, byte* attributes, string?[] arguments, string?[] environment);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitializeActions(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(byte* actions, int from, int to);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static partial int AddCloseFrom(byte* actions, int first);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddChangeDirectory(byte* actions, string path);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitializeAttributes(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    public static partial int EmptySet(byte* signals);

    [LibraryImport(Library, EntryPoint = "sigfillset")]
    public static partial int FillSet(byte* signals);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitFor(int kind, int process, byte* information, int options);

    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Reap(int process, int* status, int options);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);
}
