using System.Globalization;
using System.Text;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>Puts finished files in their places by renaming, as the conflict option asks.</summary>
internal sealed class Placement(RestoreOptions options, RestoreCounters counters)
{
    // Linux's limit for one name.
    private const int MaximumNameLength = 255;
    private const int MaximumAttempts = 1000;
    private const int MaximumDigits = 20;

    private readonly byte[] _temporaryPrefix = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $".backup-access-{Random.Shared.NextInt64():x16}-"));

    private readonly string _suffix = options.TimeProvider.GetUtcNow().ToString("'.restored-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
    private long _count;

    /// <summary>A name that nothing else has.</summary>
    public FileName TemporaryName()
    {
        Span<byte> name = stackalloc byte[_temporaryPrefix.Length + MaximumDigits];
        _temporaryPrefix.CopyTo(name);
        Interlocked.Increment(ref _count).TryFormat(name[_temporaryPrefix.Length..], out int digits, default, CultureInfo.InvariantCulture);
        return FileName.FromBytes(name[..(_temporaryPrefix.Length + digits)]);
    }

    /// <summary>Renames what is finished to its name. The name that it got; null when it was removed because something else stays.</summary>
    public FileName? Place(DirectoryHandle directory, FileName temporary, FileName name, TreePath path)
    {
        if (directory.TryRename(temporary, name, replace: options.Conflict == RestoreConflict.Overwrite))
        {
            counters.File();
            return name;
        }

        if (options.Conflict == RestoreConflict.Rename
            && FindBeside(name, path, beside => directory.TryRename(temporary, beside, replace: false)) is { } other)
        {
            counters.File();
            return other;
        }

        directory.Remove(temporary);
        if (options.Conflict == RestoreConflict.Keep)
        {
            counters.Kept();
        }
        else
        {
            counters.Problem(path, FileProblemKind.InTheWay, $"\"{path}\" was not restored: a directory is in its place.");
        }

        return null;
    }

    /// <summary>Tries names beside a live one until one is taken; the name, or null when none is free.</summary>
    public FileName? FindBeside(FileName name, TreePath path, Func<FileName, bool> tryTake)
    {
        for (int attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            FileName beside = Beside(name, attempt);
            if (tryTake(beside))
            {
                counters.Renamed(path, beside);
                return beside;
            }
        }

        return null;
    }

    private FileName Beside(FileName name, int attempt)
    {
        string number = attempt == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{attempt}");
        byte[] suffix = Encoding.ASCII.GetBytes(_suffix + number);
        ReadOnlySpan<byte> head = name.Bytes;
        if (head.Length + suffix.Length > MaximumNameLength)
        {
            int end = MaximumNameLength - suffix.Length;
            // Not within a character.
            while (end > 1 && (head[end] & 0xC0) == 0x80)
            {
                end--;
            }

            head = head[..end];
        }

        return FileName.FromBytes([.. head, .. suffix]);
    }
}
