using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Downloads;

/// <summary>Removes a download before its time is over; the door deletes its file when that is written down.</summary>
public sealed record RemoveDownload(DownloadReference Download) : IOperation<Download>;

internal sealed class RemoveDownloadHandler : ChangeHandler<RemoveDownload, DownloadSubject, Download>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override DownloadSubject Resolve(RemoveDownload request, OperationContext context) => DownloadLookup.Find(context, request.Download);

    public override Download Handle(RemoveDownload request, DownloadSubject subject, OperationContext context)
    {
        DownloadStore.SetRemoved(context.Db, subject.Id);
        return subject.Download.Show(subject.Account);
    }
}
