using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.LinuxAccounts;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Ends all that the account runs, removes it with its home, makes it anew from the backup and restores into it, so that
/// nothing stays but what the backup has. Not for resellers, whose accounts are others' too.
/// </summary>
public sealed record RestoreTerminate(RestoreSelection Selection) : IRestoreInPlace
{
    public bool Suspend { get; init; }
}

internal sealed class RestoreTerminateHandler() : RestoreInPlaceHandler<RestoreTerminate>(RestoreConflict.Overwrite)
{
    public override void Validate(RestoreTerminate request)
    {
        base.Validate(request);
        RestoreSelection selection = request.Selection;
        if (selection.Paths.Count > 0 || (selection.Items.Count > 0 && !selection.Items.Contains(BackupItem.Config)))
        {
            throw new InvalidRequestException("InvalidValue", $"A restore that terminates the account first takes whole items, and {BackupItem.Config} among them, from which it is made anew.");
        }
    }

    protected override IReadOnlyList<IncludedAct> Includes(RestoreTerminate request, BackupSubject subject) =>
        [IncludedAct.Of<RestoreOverwrite>(subject.Targets), .. base.Includes(request, subject)];

    protected override bool ChangesAccount(RestoreSelection selection) => true;

    protected override void Require(RestoreTerminate request, BackupSubject subject, EngineServices services)
    {
        base.Require(request, subject, services);
        AccountSuspension.RequireSystemAccount(services, subject.Account, "terminated");
        if (subject.Account.Type == nameof(AccountType.Reseller))
        {
            throw new ConflictException("Conflict", $"\"{subject.Name}\" is a reseller, who isn't terminated before a restore.");
        }

        if (!subject.Backup.ItemList.Contains(BackupItem.Config))
        {
            throw new NotFoundException($"item in the backup of {subject.Name}", nameof(BackupItem.Config));
        }
    }

    protected override Task BeginAsync(RestoreWork work, CancellationToken cancellationToken) => AccountTermination.RunAsync(work, cancellationToken);
}
