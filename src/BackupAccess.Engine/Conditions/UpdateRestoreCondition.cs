using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Conditions;

/// <summary>Changes a restore condition's name or text; what is null stays.</summary>
public sealed record UpdateRestoreCondition(string Condition, string? Name, string? Text) : IOperation<RestoreCondition>;

internal sealed class UpdateRestoreConditionHandler : ChangeHandler<UpdateRestoreCondition, RestoreConditionSubject, RestoreCondition>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(UpdateRestoreCondition request)
    {
        if (request.Name is not null)
        {
            Names.RequireValid("restore condition", request.Name);
        }

        if (request.Text is not null)
        {
            RestoreConditionLookup.RequireText(request.Text);
        }
    }

    public override RestoreConditionSubject Resolve(UpdateRestoreCondition request, OperationContext context) => RestoreConditionLookup.Resolve(context, request.Condition);

    public override RestoreCondition Handle(UpdateRestoreCondition request, RestoreConditionSubject subject, OperationContext context)
    {
        RestoreConditionRow condition = subject.Condition!;
        if (request.Name is not null && !string.Equals(request.Name, condition.Name, StringComparison.OrdinalIgnoreCase))
        {
            RestoreConditionLookup.RequireFree(context, request.Name);
        }

        string text = request.Text is null ? condition.Text : RestoreConditionLookup.Normalize(request.Text);
        RestoreConditionRow changed = condition with
        {
            Name = request.Name ?? condition.Name,
            Text = text,
            ChangedAt = text == condition.Text ? condition.ChangedAt : context.Now,
        };
        RestoreConditionStore.Update(context.Db, changed);
        context.Tell($"{changed.Name}: {changed.Text}");
        return RestoreConditionLookup.Show(changed);
    }
}
