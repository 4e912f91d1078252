using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.Sources.LinuxAccounts;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores items into their places, files beneath the account's home; the ways to treat what is live are operations of their own.</summary>
internal abstract class RestoreInPlaceHandler<TRequest>(RestoreConflict conflict) : WorkHandler<TRequest, BackupSubject, RestoreResult>
    where TRequest : IRestoreInPlace
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override AccountRow? Notifies(BackupSubject subject) => subject.Account;

    public override void Validate(TRequest request) => AccountRestore.Validate(request.Selection);

    /// <summary>The account's shell, groups and password are its administrators': its owner could undo what these have taken away since.</summary>
    public override BackupSubject Resolve(TRequest request, OperationContext context)
    {
        BackupSubject subject = AccountRestore.Resolve(request.Selection, context);
        bool isOwnersOnly = !subject.IsByConnector && context.Allows(subject.Targets);
        return isOwnersOnly && ChangesAccount(request.Selection)
            ? throw context.Refuse(subject.Name, $"The item {BackupItem.Config} is put back into place by who reaches the account's connector.")
            : subject;
    }

    public override void RequirePossible(TRequest request, BackupSubject subject, OperationContext context)
    {
        Require(request, subject, context.Services);
        AccountRestore.RequirePossible(request.Selection, subject, subject.Account, context);
    }

    public override TaskPlan PlanOf(TRequest request, BackupSubject subject) => AccountRestore.PlanOf(subject, conflict);

    public override TaskResult TaskResultOf(RestoreResult result) => AccountRestore.TaskResultOf(result);

    public override string? ReasonOf(TRequest request) => ConditionGate.Offer(request.Selection);

    public override string? ToldOf(RestoreResult result) => ConditionGate.Tell(result.AcceptedConditions);

    public override Task PrepareAsync(TRequest request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(subject.Account, "restore", cancellationToken);

    public override async Task<Func<StateConnection, RestoreResult>> WorkAsync(TRequest request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        Require(request, subject, context.Services);
        RestoreResult result = await context.Lease!
            .RunAsync(stop => AccountRestore.RunAsync(subject, subject.Account, request.Selection, subject.Account.Home, conflict, context, (work, restoring) => RestoreAsync(request, work, restoring), stop), cancellationToken)
            .ConfigureAwait(false);
        return _ => result;
    }

    protected override IReadOnlyList<IncludedAct> Includes(TRequest request, BackupSubject subject) =>
        request.Suspend ? [IncludedAct.Of<SuspendAccount>(subject.Targets)] : [];

    /// <summary>Whether the account itself is what is wanted back, beside what belongs to it.</summary>
    protected virtual bool ChangesAccount(RestoreSelection selection) => selection.Items.Contains(BackupItem.Config);

    /// <summary>What is done to the account before anything is put back.</summary>
    protected virtual Task BeginAsync(RestoreWork work, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="EngineException">It can't be done with this account or this backup.</exception>
    protected virtual void Require(TRequest request, BackupSubject subject, EngineServices services)
    {
        AccountRestore.RequireOwn(subject);
        if (request.Suspend)
        {
            AccountSuspension.RequireSystemAccount(services, subject.Account, "suspended");
        }
    }

    private async Task RestoreAsync(TRequest request, RestoreWork work, CancellationToken cancellationToken)
    {
        IReadOnlyList<BackupItem> items = AccountRestore.ItemsOf(request.Selection, work.Subject);
        await BeginAsync(work, cancellationToken).ConfigureAwait(false);
        await PlaceRestore.RunAsync(work, items, cancellationToken).ConfigureAwait(false);
        bool isReleased = work.Into.SuspendedAt is not null && items.Contains(BackupItem.Config);
        if (request.Suspend || isReleased)
        {
            await PlaceRestore.SuspendAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }
}
