using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Configurations;

/// <summary>Reads the file of a configuration that the caller names, with the caller's own rights.</summary>
internal static class TextFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <exception cref="NotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidRequestException">It can't be read, or is too long.</exception>
    public static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllText(path)
                : throw new InvalidRequestException("InvalidValue", $"The file \"{path}\" is too long for a configuration.");
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException("file", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("InvalidValue", $"The file \"{path}\" can't be read: {e.Message}");
        }
    }
}
