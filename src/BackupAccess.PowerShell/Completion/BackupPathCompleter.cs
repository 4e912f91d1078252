using BackupAccess.Engine.Backups;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers paths in the backup typed before, or in the latest one of the account typed before, a folder at a time.</summary>
internal sealed class BackupPathCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        if (BackupOf(query) is not { } backup)
        {
            return [];
        }

        string folder = query.Text[..(query.Text.LastIndexOf('/') + 1)];
        return query.List(new ListBackupFiles(backup, Item: null, folder.TrimEnd('/'), BrowseDepth.Children))
            .Where(entry => entry.Path.StartsWith(query.Text, StringComparison.Ordinal))
            .Select(entry => new Suggestion(entry.Path, $"{entry.Type} {entry.Size}"));
    }

    private static BackupReference? BackupOf(CompletionQuery query)
    {
        if (query.BoundText("Backup") is { } backup)
        {
            return new BackupReference(backup);
        }

        if (query.BoundText("Account") is not { } account)
        {
            return null;
        }

        ListBackups backups = new([account], [], Kind: null, Locked: null, Since: null, Before: null, PerAccount: null);
        return query.List(backups).FirstOrDefault(each => each.Kind != BackupKind.Foreign) is { } found ? new BackupReference(found) : null;
    }
}
