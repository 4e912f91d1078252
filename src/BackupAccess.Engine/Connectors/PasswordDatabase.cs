using System.Runtime.InteropServices;

namespace BackupAccess.Engine.Connectors;

/// <summary>Reads the system's account database, getpwent(3). The C library keeps one cursor a process, hence the lock.</summary>
internal static unsafe partial class PasswordDatabase
{
    private static readonly Lock s_cursor = new();

    public static IReadOnlyList<PasswordEntry> Read()
    {
        List<PasswordEntry> entries = [];
        lock (s_cursor)
        {
            OpenCursor();
            for (Passwd* entry = NextEntry(); entry is not null; entry = NextEntry())
            {
                entries.Add(new PasswordEntry(Text(entry->Name), entry->Uid, entry->Gid, Text(entry->Home)));
            }

            CloseCursor();
        }

        return entries;
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    [LibraryImport("libc", EntryPoint = "setpwent")]
    private static partial void OpenCursor();

    [LibraryImport("libc", EntryPoint = "getpwent")]
    private static partial Passwd* NextEntry();

    [LibraryImport("libc", EntryPoint = "endpwent")]
    private static partial void CloseCursor();

    /// <summary>struct passwd of Linux (pwd.h), the same for glibc and musl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Passwd
    {
        public byte* Name;
        public byte* Password;
        public uint Uid;
        public uint Gid;
        public byte* Gecos;
        public byte* Home;
        public byte* Shell;
    }
}
