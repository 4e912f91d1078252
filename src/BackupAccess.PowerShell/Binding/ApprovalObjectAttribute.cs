using BackupAccess.Engine.Approvals;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes requests for approval, also without their type: by id.</summary>
internal sealed class ApprovalObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is Approval approval ? approval.Id : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isApproval = value.Was<Approval>() || (value.IsPlain && value.Has("Id") && value.Has("Requester"));
        return !isApproval ? null : value.Id("Id") is { } id ? id : Unnamed("request", "Id");
    }
}
