using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>The C library's calls as they are; each gives -1 and sets errno when it fails.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    public const int NoFollow = 0x100;
    public const int EmptyPath = 0x1000;
    public const int NoAutomount = 0x800;

    // O_ constants: those that differ between x64 and arm64 are chosen when first used.
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int NoAccessTime = 0x40000;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;
    public static readonly int Directory = IsArm ? 0x4000 : 0x10000;
    public static readonly int NoFollowLinks = IsArm ? 0x8000 : 0x20000;

    public const int RenameNoReplace = 1;
    public const int SeekData = 3;

    // The same number on every architecture.
    private const long OpenAt2Number = 437;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(SafeHandle directory, byte* name, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, SafeHandle directory, byte* path, OpenHow* how, nuint size);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(nint descriptor);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static partial int StatX(SafeHandle directory, byte* name, int flags, uint mask, StatX* result);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int directory, string path, int flags, uint mask, StatX* result);

    [LibraryImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint GetDirectoryEntries(SafeHandle directory, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "readlinkat", SetLastError = true)]
    public static partial nint ReadLinkAt(SafeHandle directory, byte* name, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pread64", SetLastError = true)]
    public static partial nint Read(SafeHandle file, byte* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite64", SetLastError = true)]
    public static partial nint Write(SafeHandle file, byte* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "lseek64", SetLastError = true)]
    public static partial long Seek(SafeHandle file, long offset, int whence);

    [LibraryImport(Library, EntryPoint = "ftruncate64", SetLastError = true)]
    public static partial int Truncate(SafeHandle file, long length);

    [LibraryImport(Library, EntryPoint = "flistxattr", SetLastError = true)]
    public static partial nint ListAttributes(SafeHandle file, byte* list, nuint length);

    [LibraryImport(Library, EntryPoint = "fgetxattr", SetLastError = true)]
    public static partial nint GetAttribute(SafeHandle file, byte* name, byte* value, nuint length);

    [LibraryImport(Library, EntryPoint = "fsetxattr", SetLastError = true)]
    public static partial int SetAttribute(SafeHandle file, byte* name, byte* value, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "fremovexattr", SetLastError = true)]
    public static partial int RemoveAttribute(SafeHandle file, byte* name);

    [LibraryImport(Library, EntryPoint = "listxattr", SetLastError = true)]
    public static partial nint ListAttributes(byte* path, byte* list, nuint length);

    [LibraryImport(Library, EntryPoint = "getxattr", SetLastError = true)]
    public static partial nint GetAttribute(byte* path, byte* name, byte* value, nuint length);

    [LibraryImport(Library, EntryPoint = "setxattr", SetLastError = true)]
    public static partial int SetAttribute(byte* path, byte* name, byte* value, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "removexattr", SetLastError = true)]
    public static partial int RemoveAttribute(byte* path, byte* name);

    [LibraryImport(Library, EntryPoint = "fchownat", SetLastError = true)]
    public static partial int ChangeOwnerAt(SafeHandle directory, byte* name, uint uid, uint gid, int flags);

    [LibraryImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(SafeHandle file, uint mode);

    [LibraryImport(Library, EntryPoint = "chmod", SetLastError = true)]
    public static partial int ChangeMode(byte* path, uint mode);

    [LibraryImport(Library, EntryPoint = "utimensat", SetLastError = true)]
    public static partial int SetTimesAt(SafeHandle directory, byte* name, TimeSpec* times, int flags);

    [LibraryImport(Library, EntryPoint = "futimens", SetLastError = true)]
    public static partial int SetTimes(SafeHandle file, TimeSpec* times);

    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MakeDirectoryAt(SafeHandle directory, byte* name, uint mode);

    [LibraryImport(Library, EntryPoint = "mknodat", SetLastError = true)]
    public static partial int MakeNodeAt(SafeHandle directory, byte* name, uint mode, ulong device);

    [LibraryImport(Library, EntryPoint = "symlinkat", SetLastError = true)]
    public static partial int MakeSymlinkAt(byte* target, SafeHandle directory, byte* name);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true)]
    public static partial int LinkAt(SafeHandle oldDirectory, byte* oldName, SafeHandle newDirectory, byte* newName, int flags);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int UnlinkAt(SafeHandle directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "renameat2", SetLastError = true)]
    public static partial int RenameAt(SafeHandle oldDirectory, byte* oldName, SafeHandle newDirectory, byte* newName, uint flags);

    [LibraryImport(Library, EntryPoint = "getpwuid_r")]
    public static partial int GetUser(uint uid, Account* entry, byte* buffer, nuint length, Account** result);

    [LibraryImport(Library, EntryPoint = "getgrgid_r")]
    public static partial int GetGroup(uint gid, Account* entry, byte* buffer, nuint length, Account** result);

    public static int OpenAt2(SafeHandle directory, byte* path, OpenHow how) =>
        (int)SystemCall(OpenAt2Number, directory, path, &how, (nuint)sizeof(OpenHow));
}
