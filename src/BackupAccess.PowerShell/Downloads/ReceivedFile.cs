using System.Globalization;
using System.Security.Cryptography;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using IO = System.IO;

namespace BackupAccess.PowerShell.Downloads;

/// <summary>
/// A download on its way into a file. It comes into a partial file beside it, which is the caller's alone and named after
/// the download, so that it is gone on with after an interruption; that takes the file's name when the checksum is right.
/// </summary>
/// <param name="download">The download.</param>
/// <param name="file">The file, absolute.</param>
internal sealed class ReceivedFile(Download download, string file)
{
    private readonly string _partial = $"{file}.{download.Id:n}.partial";

    /// <summary>Where a download goes: into a folder under its own name, or into the file that is named.</summary>
    public static string In(string destination, Download download) =>
        Directory.Exists(destination) || IO.Path.EndsInDirectorySeparator(destination) ? IO.Path.Combine(destination, download.FileName) : destination;

    /// <param name="replace">Whether a file that is there already is replaced.</param>
    /// <param name="fetch">The archive from a byte on.</param>
    /// <param name="report">Told how many bytes are there.</param>
    /// <exception cref="ConflictException">There is such a file already.</exception>
    /// <exception cref="BackupFailedException">It can't be written, or what came isn't what the engine has.</exception>
    public FileInfo Receive(bool replace, Func<long, IEnumerable<byte[]>> fetch, Action<long> report)
    {
        try
        {
            if (Directory.Exists(file) || (File.Exists(file) && !replace))
            {
                throw new ConflictException("AlreadyExists", $"There is a file \"{file}\" already.");
            }

            Directory.CreateDirectory(IO.Path.GetDirectoryName(file)!);
            using (FileStream stream = OpenPartial())
            {
                Fill(stream, fetch, report);
                stream.Flush(flushToDisk: true);
                Verify(stream);
            }

            File.Move(_partial, file, replace);
            return new FileInfo(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("DestinationUnavailable", $"The file \"{file}\" can't be written: {failure.Message}", failure);
        }
    }

    // A link that somebody else put there would be written through.
    private FileStream OpenPartial()
    {
        bool isThere = new FileInfo(_partial) is { Exists: true, LinkTarget: null };
        FileStreamOptions options = new() { Mode = isThere ? FileMode.Open : FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!isThere && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(_partial, options);
    }

    private void Fill(FileStream stream, Func<long, IEnumerable<byte[]>> fetch, Action<long> report)
    {
        if (stream.Length > download.Size)
        {
            stream.SetLength(0);
        }

        stream.Seek(0, SeekOrigin.End);
        if (stream.Position == download.Size)
        {
            return;
        }

        try
        {
            foreach (byte[] piece in fetch(stream.Position))
            {
                stream.Write(piece);
                report(stream.Position);
            }
        }
        catch (BackupFailedException failure) when (failure.ErrorId == "ChecksumMismatch")
        {
            // Nothing could be added to it that makes it what was made.
            File.Delete(_partial);
            throw;
        }
    }

    private void Verify(FileStream stream)
    {
        stream.Position = 0;
        if (Convert.ToHexStringLower(SHA256.HashData(stream)) != download.Sha256)
        {
            File.Delete(_partial);
            throw new BackupFailedException("ChecksumMismatch", string.Create(
                CultureInfo.InvariantCulture, $"What came of the download \"{download.Id}\" isn't what was made: its SHA-256 is another."));
        }
    }
}
