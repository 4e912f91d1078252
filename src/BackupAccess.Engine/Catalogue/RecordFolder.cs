using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// The records of a storage: <c>UUID.account</c> beside each repository <c>UUID</c>. A record is put, got and listed
/// whole, as an object store has it; putting replaces the one that was there, and a crash leaves the one or the other.
/// </summary>
internal sealed class RecordFolder(string path) : IRecordWriter
{
    private const string Suffix = ".account";

    /// <summary>A record of a hundred thousand locked backups is far smaller.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    public string PathOf(Guid account) => Path.Combine(path, $"{account}{Suffix}");

    /// <inheritdoc/>
    public void Put(Guid account, ReadOnlySpan<byte> content)
    {
        string target = PathOf(account);
        string temporary = $"{target}.new";
        try
        {
            PrivateFile.CreateFolder(path);
            File.Delete(temporary);
            using (FileStream file = PrivateFile.Create(temporary))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            PrivateFile.FlushFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("StorageFailed", $"The account record \"{target}\" can't be written: {e.Message}", e);
        }
    }

    /// <exception cref="BackupFailedException">It can't be read, or is no plain file of a record's size.</exception>
    public byte[] Get(Guid account)
    {
        string record = PathOf(account);
        try
        {
            return PlainFile.Read(record, MaxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("StorageFailed", $"The account record \"{record}\" can't be read: {e.Message}", e);
        }
    }

    /// <summary>Removes an account's repository with all that is in it, its keys first, and then its record; what isn't there is removed already.</summary>
    /// <exception cref="BackupFailedException">It can't be removed.</exception>
    public void RemoveRepository(Guid account)
    {
        string repository = Path.Combine(path, account.ToString());
        try
        {
            foreach (string folder in (string[])[Path.Combine(repository, "keys"), repository])
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                    PrivateFile.FlushFolder(Path.GetDirectoryName(folder)!);
                }
            }

            File.Delete(PathOf(account));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("StorageFailed", $"The repository \"{repository}\" can't be removed: {e.Message}", e);
        }
    }

    /// <summary>The accounts that have a record, or something in its place, in order.</summary>
    public IReadOnlyList<Guid> List() => Names("*" + Suffix, Directory.EnumerateFileSystemEntries);

    /// <summary>The accounts that have a repository, with a record or without, in order.</summary>
    public IReadOnlyList<Guid> ListRepositories() => Names("*", Directory.EnumerateDirectories);

    private Guid[] Names(string pattern, Func<string, string, IEnumerable<string>> enumerate)
    {
        try
        {
            return Directory.Exists(path)
                ? [.. enumerate(path, pattern).Select(Path.GetFileName).Select(AccountOf!).OfType<Guid>().Order()]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException("StorageFailed", $"The storage \"{path}\" can't be listed: {e.Message}", e);
        }
    }

    private static Guid? AccountOf(string name)
    {
        string id = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
        return Guid.TryParseExact(id, "D", out Guid account) && account.ToString() == id ? account : null;
    }
}
