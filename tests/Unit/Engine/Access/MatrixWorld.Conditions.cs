using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Restore conditions, each made for the cell that asks about it. They stay: a restore asked for afterwards is refused for want of acceptance, which it had to be allowed for.</summary>
public sealed partial class MatrixWorld
{
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfConditionAsync(string operation, MatrixTarget target)
    {
        string name = $"condition{++_made}";
        (Func<IOperationClient, Task> Ask, string Typed)? ask = operation switch
        {
            "createRestoreCondition" => (Do(new CreateRestoreCondition(name, "Terms.")), name),
            "listRestoreConditions" => (Do(new ListRestoreConditions([])), name),
            "updateRestoreCondition" => (Do(new UpdateRestoreCondition(name, null, "Other terms.")), name),
            "removeRestoreCondition" => (Do(new RemoveRestoreCondition(name)), name),
            _ => null,
        };
        if (ask is not null && target != MatrixTarget.Missing)
        {
            await _store.Local.DoAsync(new CreateRestoreCondition(name, "Terms."));
        }

        return ask;
    }
}
