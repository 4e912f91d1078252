using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Restores an account's backup into another account: what was the one's own is the other's. Of the items the home
/// directory and the cron jobs can be cloned; the rest is named after the account that it is of.
/// </summary>
public sealed record CloneAccount(RestoreSelection Selection, AccountReference ToAccount, RestoreConflict Conflict) : IOperation<RestoreResult>
{
    /// <summary>Whether the other account is suspended once it has the copy.</summary>
    public bool Suspend { get; init; }
}

internal sealed class CloneAccountHandler : WorkHandler<CloneAccount, CloneSubject, RestoreResult>
{
    private static readonly BackupItem[] s_cloneable = [BackupItem.HomeDirectory, BackupItem.CronJobs];

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup, TargetKind.Account];

    public override AccountRow? Notifies(CloneSubject subject) => subject.Into;

    public override void Validate(CloneAccount request)
    {
        AccountRestore.Validate(request.Selection);
        foreach (BackupItem item in request.Selection.Items.Except(s_cloneable).Take(1))
        {
            throw new InvalidRequestException("InvalidValue", $"The item {item} is named after its account and can't be cloned into another.");
        }
    }

    public override CloneSubject Resolve(CloneAccount request, OperationContext context)
    {
        CloneSubject subject = new(AccountRestore.Resolve(request.Selection, context), AccountLookup.Find(context, request.ToAccount));
        return subject.Into.Id != subject.Source.Account.Id
            ? subject
            : throw new InvalidRequestException("InvalidValue", $"A clone of \"{subject.Name}\" goes into another account.");
    }

    public override void RequirePossible(CloneAccount request, CloneSubject subject, OperationContext context)
    {
        Require(request, subject, context.Services);
        AccountRestore.RequirePossible(request.Selection, subject.Source, subject.Into, context);
    }

    public override TaskPlan PlanOf(CloneAccount request, CloneSubject subject) =>
        new(TaskKind.Clone, subject.Into) { MayRepeat = request.Conflict != RestoreConflict.Rename };

    public override TaskResult TaskResultOf(RestoreResult result) => AccountRestore.TaskResultOf(result);

    public override string? ReasonOf(CloneAccount request) => ConditionGate.Offer(request.Selection);

    public override string? ToldOf(RestoreResult result) => ConditionGate.Tell(result.AcceptedConditions);

    public override Task PrepareAsync(CloneAccount request, CloneSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(subject.Into, "clone", cancellationToken);

    public override async Task<Func<StateConnection, RestoreResult>> WorkAsync(CloneAccount request, CloneSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        Require(request, subject, context.Services);
        RestoreResult result = await context.Lease!
            .RunAsync(stop => AccountRestore.RunAsync(subject.Source, subject.Into, request.Selection, subject.Into.Home, request.Conflict, context, (work, restoring) => RestoreAsync(request, work, restoring), stop), cancellationToken)
            .ConfigureAwait(false);
        return _ => result;
    }

    /// <summary>Replacing what another account has is a restore over it, whatever it comes from.</summary>
    protected override IReadOnlyList<IncludedAct> Includes(CloneAccount request, CloneSubject subject) =>
    [
        .. request.Conflict == RestoreConflict.Overwrite ? [IncludedAct.Of<RestoreOverwrite>(subject.Into.Target)] : Array.Empty<IncludedAct>(),
        .. request.Suspend ? [IncludedAct.Of<SuspendAccount>(subject.Into.Target)] : Array.Empty<IncludedAct>(),
    ];

    private static void Require(CloneAccount request, CloneSubject subject, EngineServices services)
    {
        AccountRestore.RequireOwn(subject.Source);
        if (request.Suspend)
        {
            AccountSuspension.RequireSystemAccount(services, subject.Into, "suspended");
        }
    }

    private static async Task RestoreAsync(CloneAccount request, RestoreWork work, CancellationToken cancellationToken)
    {
        IReadOnlyList<BackupItem> items = AccountRestore.ItemsOf(request.Selection, work.Subject);
        await PlaceRestore.RunAsync(work, [.. items.Intersect(s_cloneable)], cancellationToken).ConfigureAwait(false);
        foreach (BackupItem left in items.Except(s_cloneable).Where(item => item != BackupItem.Config))
        {
            work.Tally.Problem($"{left}: It is named after \"{work.Subject.Name}\" and was not cloned.");
        }

        if (request.Suspend)
        {
            await PlaceRestore.SuspendAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }
}
