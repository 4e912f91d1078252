using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell;

/// <summary>Writes files that the caller names, with the caller's own rights and for nobody else to read.</summary>
internal static class NewFile
{
    /// <exception cref="ConflictException">There is a file, and it isn't to be written over.</exception>
    /// <exception cref="StateException">It can't be written.</exception>
    public static FileInfo Write(string file, string text, bool over)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            FileStreamOptions options = new() { Mode = over ? FileMode.Create : FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using FileStream stream = new(file, options);
            using StreamWriter writer = new(stream);
            writer.Write(text);
        }
        catch (IOException) when (!over && File.Exists(file))
        {
            throw new ConflictException("AlreadyExists", $"There is a file \"{file}\" already.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("DestinationUnavailable", $"\"{file}\" can't be written: {e.Message}", e);
        }

        return new FileInfo(file);
    }
}
