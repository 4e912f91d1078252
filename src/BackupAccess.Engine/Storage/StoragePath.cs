using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>The rules for a folder that becomes a storage, beside those for any folder that is named.</summary>
internal static class StoragePath
{
    /// <summary>
    /// Refuses a folder that everybody may write in, and one below such a folder (unless that is sticky, as <c>/tmp</c>
    /// is): whoever can put another folder in its place decides what is restored.
    /// </summary>
    /// <exception cref="InvalidRequestException">Everybody may write there.</exception>
    public static void RequireOthersOut(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        for (DirectoryInfo? part = new(path); part is not null; part = part.Parent)
        {
            UnixFileMode mode = part.UnixFileMode;
            bool isGuarded = part.FullName != path && mode.HasFlag(UnixFileMode.StickyBit);
            if (mode.HasFlag(UnixFileMode.OtherWrite) && !isGuarded)
            {
                throw new InvalidRequestException("InvalidValue", $"The storage path \"{Names.Printable(path)}\" is not safe: everybody may write in \"{part.FullName}\".");
            }
        }
    }
}
