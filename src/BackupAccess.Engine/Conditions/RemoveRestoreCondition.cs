using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Conditions;

/// <summary>Removes a restore condition: nobody has to accept it any more.</summary>
public sealed record RemoveRestoreCondition(string Condition) : IOperation<RestoreCondition>;

internal sealed class RemoveRestoreConditionHandler : ChangeHandler<RemoveRestoreCondition, RestoreConditionSubject, RestoreCondition>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override RestoreConditionSubject Resolve(RemoveRestoreCondition request, OperationContext context) => RestoreConditionLookup.Resolve(context, request.Condition);

    public override RestoreCondition Handle(RemoveRestoreCondition request, RestoreConditionSubject subject, OperationContext context)
    {
        RestoreConditionStore.Delete(context.Db, subject.Condition!);
        return RestoreConditionLookup.Show(subject.Condition!);
    }
}
