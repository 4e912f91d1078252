using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Downloads, written into the state without a file: what is allowed fails for want of it.</summary>
public sealed partial class MatrixWorld
{
    private (Func<IOperationClient, Task> Ask, string Typed)? OfDownload(string operation, string account, string backup, MatrixTarget target)
    {
        if (operation is not ("createDownload" or "listDownloads" or "fetchDownload" or "removeDownload"))
        {
            return null;
        }

        string id = Guid.CreateVersion7().ToString();
        if (target != MatrixTarget.Missing)
        {
            InsertDownload(id, account, backup);
        }

        DownloadReference reference = new(id);
        return operation switch
        {
            "createDownload" => (Do(new CreateDownload(new RestoreSelection(null, new BackupReference(backup), [], []), DownloadFormat.TarGz)), backup),
            "listDownloads" => (Do(new ListDownloads([], [], [])), id),
            "fetchDownload" => (Do(new FetchDownload(reference, 0)), id),
            _ => (Do(new RemoveDownload(reference)), id),
        };
    }

    private void InsertDownload(string id, string account, string backup)
    {
        using StateTransaction transaction = _store.Database.BeginImmediate();
        string accountId = transaction.QueryScalar<string>(
            "SELECT a.id FROM account a JOIN connector c ON c.id = a.connector_id WHERE c.name || '/' || a.name = @account", new { account });
        DownloadStore.Insert(transaction, new DownloadRow(
            id, accountId, backup, 0, "TarGz", 1, new string('0', 64), 1, 0, "[]", "[]", 0, "tester", 4_102_444_800_000_000, 0, 0));
        transaction.Commit();
    }
}
