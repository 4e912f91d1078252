using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using BackupAccess.Repository.Files.Linux;

namespace BackupAccess.Repository.Files;

/// <summary>Names of users and groups from the system's account database, each asked for once.</summary>
internal sealed unsafe class AccountNames
{
    private readonly ConcurrentDictionary<uint, string> _users = new();
    private readonly ConcurrentDictionary<uint, string> _groups = new();

    /// <summary>The user's name; empty when the id has none.</summary>
    public string User(uint uid) => _users.GetOrAdd(uid, static id => Find(id, isGroup: false));

    /// <summary>The group's name; empty when the id has none.</summary>
    public string Group(uint gid) => _groups.GetOrAdd(gid, static id => Find(id, isGroup: true));

    private static string Find(uint id, bool isGroup)
    {
        // A group with very many members needs a large buffer.
        for (int size = 4096; size <= 1 << 24; size *= 8)
        {
            byte[] buffer = new byte[size];
            fixed (byte* pointer = buffer)
            {
                Account account;
                Account* found;
                int error = isGroup
                    ? Libc.GetGroup(id, &account, pointer, (nuint)size, &found)
                    : Libc.GetUser(id, &account, pointer, (nuint)size, &found);
                if (error != Errno.OutOfRange)
                {
                    return error == 0 && found is not null
                        ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(found->Name))
                        : "";
                }
            }
        }

        return "";
    }
}
