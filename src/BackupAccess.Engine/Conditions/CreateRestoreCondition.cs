using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Conditions;

/// <summary>Creates a condition that every restore and download has to accept from then on.</summary>
public sealed record CreateRestoreCondition(string Name, string Text) : IOperation<RestoreCondition>;

internal sealed class CreateRestoreConditionHandler : ChangeHandler<CreateRestoreCondition, RestoreConditionSubject, RestoreCondition>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(CreateRestoreCondition request)
    {
        Names.RequireValid("restore condition", request.Name);
        RestoreConditionLookup.RequireText(request.Text);
    }

    public override RestoreConditionSubject Resolve(CreateRestoreCondition request, OperationContext context) => RestoreConditionLookup.New(context, request.Name);

    public override ISubject About(RestoreConditionSubject subject, RestoreCondition result) =>
        new NoSubject(subject.Kind, result.Name) { Id = result.Id.ToString() };

    public override RestoreCondition Handle(CreateRestoreCondition request, RestoreConditionSubject subject, OperationContext context)
    {
        RestoreConditionLookup.RequireFree(context, request.Name);
        RestoreConditionRow condition = new(context.NewId().ToString(), request.Name, RestoreConditionLookup.Normalize(request.Text), context.Now, ChangedAt: null);
        RestoreConditionStore.Insert(context.Db, condition);
        context.Tell(condition.Text);
        return RestoreConditionLookup.Show(condition);
    }
}
