using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Downloads;

/// <summary>Finds downloads for a caller.</summary>
internal static class DownloadLookup
{
    /// <exception cref="NotFoundException">There is none, none any more, or none that the caller may know of.</exception>
    public static DownloadSubject Find(OperationContext context, DownloadReference reference)
    {
        DownloadSubject? found = Guid.TryParse(reference.Text, out Guid id) && DownloadStore.Find(context.Db, id, context.TrustedNow) is { } download
            ? new DownloadSubject(download, AccountStore.Find(context.Db, Guid.Parse(download.AccountId))!)
            : null;
        return found is not null && context.MayKnow<ListDownloads>(found.Account.Target)
            ? found
            : throw new NotFoundException("download", Names.Printable(reference.Text)) { IsHidden = found is not null };
    }
}
