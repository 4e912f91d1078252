namespace BackupAccess.Engine.State;

/// <summary>Files that only their owner reads and writes, from their first moment on.</summary>
internal static class PrivateFile
{
    /// <exception cref="IOException">There is a file of that name already.</exception>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
