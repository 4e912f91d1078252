using System.Runtime.InteropServices;

namespace BackupAccess.Repository.Files.Linux;

/// <summary>The head of struct passwd and of struct group: both begin with the name. Sized for either.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct Account
{
    public byte* Name;
}
