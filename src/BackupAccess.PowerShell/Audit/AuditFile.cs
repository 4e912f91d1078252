using System.Text.Json;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Audit;

/// <summary>Files that the audit log is written to, and its head is read from.</summary>
internal static class AuditFile
{
    private const int MaxHead = 4096;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Reads an exported head.</summary>
    /// <param name="file">The file, absolute.</param>
    /// <param name="typed">As typed, for messages.</param>
    /// <exception cref="InvalidRequestException">It can't be read, or is longer than a head.</exception>
    public static string ReadHead(string file, string typed)
    {
        try
        {
            return new FileInfo(file).Length <= MaxHead ? File.ReadAllText(file) : throw new InvalidRequestException("InvalidValue", $"\"{typed}\" is no exported head of an audit log.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("InvalidValue", $"The file \"{typed}\" can't be read.");
        }
    }

    /// <summary>Writes events as lines of JSON into a file that is there when all of them are.</summary>
    /// <param name="file">The file, absolute.</param>
    /// <param name="replace">Whether one that is there already is replaced.</param>
    /// <param name="events">The events.</param>
    /// <exception cref="ConflictException">There is such a file already.</exception>
    /// <exception cref="BackupFailedException">It can't be written.</exception>
    public static void Write(string file, bool replace, IEnumerable<AuditEvent> events)
    {
        if (!replace && File.Exists(file))
        {
            throw new ConflictException("AlreadyExists", $"There is a file \"{file}\" already.");
        }

        string temporary = $"{file}.{Guid.CreateVersion7():n}.partial";
        try
        {
            using (FileStream stream = new(temporary, OwnerOnly()))
            {
                WriteLines(stream, events);
            }

            File.Move(temporary, file, replace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("DestinationUnavailable", $"The file \"{file}\" can't be written: {failure.Message}", failure);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void WriteLines(FileStream stream, IEnumerable<AuditEvent> events)
    {
        foreach (AuditEvent one in events)
        {
            JsonSerializer.Serialize(stream, one, s_options);
            stream.WriteByte((byte)'\n');
        }
    }
}
