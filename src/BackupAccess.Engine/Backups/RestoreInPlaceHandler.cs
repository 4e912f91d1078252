using BackupAccess.Engine.Access;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores items into their places, files beneath the account's home; the three ways to treat a live file are operations of their own.</summary>
internal abstract class RestoreInPlaceHandler<TRequest>(RestoreConflict conflict, Func<TRequest, RestoreSelection> selectionOf) : WorkHandler<TRequest, BackupSubject, RestoreResult>
    where TRequest : IOperation<RestoreResult>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(TRequest request) => AccountRestore.Validate(selectionOf(request));

    /// <summary>The account's shell, groups and password are its administrators': its owner could undo what these have taken away since.</summary>
    public override BackupSubject Resolve(TRequest request, OperationContext context)
    {
        RestoreSelection selection = selectionOf(request);
        BackupSubject subject = AccountRestore.Resolve(selection, context);
        bool isOwnersOnly = !subject.IsByConnector && context.Allows(subject.Targets);
        return isOwnersOnly && selection.Items.Contains(BackupItem.Config)
            ? throw context.Refuse(subject.Name, $"The item {BackupItem.Config} is put back into place by who reaches the account's connector.")
            : subject;
    }

    public override void RequirePossible(TRequest request, BackupSubject subject, OperationContext context) => AccountRestore.RequirePossible(selectionOf(request), subject, context);

    public override TaskPlan PlanOf(TRequest request, BackupSubject subject) => AccountRestore.PlanOf(subject, conflict);

    public override TaskResult TaskResultOf(RestoreResult result) => AccountRestore.TaskResultOf(result);

    public override string? ReasonOf(TRequest request) => ConditionGate.Offer(selectionOf(request));

    public override string? ToldOf(RestoreResult result) => ConditionGate.Tell(result.AcceptedConditions);

    public override Task PrepareAsync(BackupSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(subject.Account, "restore", cancellationToken);

    public override async Task<Func<StateConnection, RestoreResult>> WorkAsync(TRequest request, BackupSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        if (subject.Backup.IsForeign)
        {
            throw new InvalidRequestException("InvalidValue", $"The backup \"{subject.Id}\" was made by another program, and nothing tells what of it belongs into the home of \"{subject.Name}\".");
        }

        RestoreSelection selection = selectionOf(request);
        IReadOnlyList<BackupItem> items = AccountRestore.ItemsOf(selection, subject);
        RestoreResult result = await context.Lease!
            .RunAsync(stop => AccountRestore.RunAsync(subject, selection, subject.Account.Home, conflict, context, (work, restoring) => PlaceRestore.RunAsync(work, items, restoring), stop), cancellationToken)
            .ConfigureAwait(false);
        return _ => result;
    }
}
