using System.Globalization;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Sources.Declaration;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources.Places;

/// <summary>The account's lines in a file that it shares with others, as a server's virtual users: fields with colons between, the third the user id.</summary>
/// <param name="pattern">Where the file is.</param>
internal sealed class EntriesProvider(string pattern) : IItemProvider
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int IdField = 2;
    private const int LeastFields = 6;

    public string Name => "entries";

    public Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        List<ArchiveSource> found = [];
        foreach (string path in AccountPattern.Expand(pattern, scan.Account))
        {
            using HostPlace? place = HostPlace.TryOpen(path);
            string[] own = [.. Read(place, path).Where(line => IsOf(line, scan.Account))];
            if (own.Length > 0)
            {
                byte[] content = Join(own);
                found.Add(new SourceStream(place!.Name, _ => ValueTask.FromResult<Stream>(new MemoryStream(content, writable: false))));
            }
        }

        return Task.FromResult<IReadOnlyList<ArchiveSource>>(found);
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        foreach (string path in AccountPattern.Expand(pattern, restore.Account))
        {
            TreePath stored = TreePath.Root.Append(FileName.FromBytes(Encoding.UTF8.GetBytes(Path.GetFileName(path))));
            if (await restore.FindAsync(stored, cancellationToken).ConfigureAwait(false) is null)
            {
                continue;
            }

            restore.Claim(stored);
            if (restore.WantedOf(stored).Count > 0)
            {
                await PutAsync(path, stored, restore, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task PutAsync(string path, TreePath stored, ItemRestore restore, CancellationToken cancellationToken)
    {
        if (!restore.IsByConnector)
        {
            throw new ItemFailedException($"\"{path}\" stayed as it is: it is put back by who reaches the account's connector.");
        }

        if (restore.Conflict == Backups.RestoreConflict.Rename)
        {
            await restore.GiveAsync(stored, cancellationToken).ConfigureAwait(false);
            return;
        }

        byte[] content = await restore.ReadAsync(stored.Name.ToString(), MaxBytes, cancellationToken).ConfigureAwait(false);
        using HostPlace? place = HostPlace.TryOpen(path);
        string[] live = Read(place, path);
        List<string> lines = [.. live];
        foreach (string line in Split(content))
        {
            Merge(lines, line, restore);
        }

        if (!lines.SequenceEqual(live))
        {
            (place ?? throw new ItemFailedException($"The folder of \"{path}\" isn't there.")).Replace(Join(lines));
        }
    }

    /// <summary>Puts one line into its place. Another account's of that name stays, whatever is asked for.</summary>
    private static void Merge(List<string> lines, string line, ItemRestore restore)
    {
        string name = line.Split(':')[0];
        int at = lines.FindIndex(other => other.Split(':')[0] == name);
        if (!IsOf(line, restore.Account) || (at >= 0 && !IsOf(lines[at], restore.Account)))
        {
            restore.Problem($"\"{Operations.Names.Printable(name)}\" isn't the account's.");
        }
        else if (at < 0)
        {
            lines.Add(line);
            restore.Tally.Restore(line.Length);
        }
        else if (restore.Conflict == Backups.RestoreConflict.Keep)
        {
            restore.Tally.Keep();
        }
        else
        {
            lines[at] = line;
            restore.Tally.Restore(line.Length);
        }
    }

    private static bool IsOf(string line, AccountRow account)
    {
        string[] fields = line.Split(':');
        return fields.Length >= LeastFields && fields[0].Length > 0 && !line.Any(c => c < ' ')
            && fields[IdField] == account.Uid.ToString(CultureInfo.InvariantCulture);
    }

    // Every byte is a character of its own, so that others' lines stay what they are, whatever their encoding.
    private static string[] Split(byte[] content)
    {
        string[] lines = Encoding.Latin1.GetString(content).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static byte[] Join(IEnumerable<string> lines) => Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static string[] Read(HostPlace? place, string path)
    {
        try
        {
            byte[]? content = place?.Folder.TryReadFile(place.Name, MaxBytes, out _);
            return content is null ? []
                : place!.IsGuarded ? Split(content)
                : throw new ItemFailedException($"\"{path}\" can be changed by others than root.");
        }
        catch (FileSystemException e)
        {
            throw new ItemFailedException(e.Message, e);
        }
    }
}
