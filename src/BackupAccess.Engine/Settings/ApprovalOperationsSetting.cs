using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Settings;

/// <summary>The operations that need a second person's approval.</summary>
internal sealed class ApprovalOperationsSetting(string name, string description)
    : ListSetting(name, "operations that read backup data, change or work", Normalized, description)
{
    public override bool IsGuarded => true;

    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (value.Count > 0)
        {
            Approvers.RequireEnough(context);
        }
    }

    private static string? Normalized(string operation) =>
        OperationCatalogue.Find(operation) is { } handler && ApprovalGate.CanNeed(handler) ? handler.Name : null;
}
