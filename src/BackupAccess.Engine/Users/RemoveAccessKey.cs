using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Removes an access key for good.</summary>
public sealed record RemoveAccessKey(AccessKeyReference AccessKey) : IOperation<AccessKey>;

internal sealed class RemoveAccessKeyHandler : ChangeHandler<RemoveAccessKey, AccessKeySubject, AccessKey>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override AccessKeySubject Resolve(RemoveAccessKey request, OperationContext context) => AccessKeySubject.Find(context, request.AccessKey);

    public override AccessKey Handle(RemoveAccessKey request, AccessKeySubject subject, OperationContext context)
    {
        UserRules.RequireGiving(context, subject.User);
        AccessKeyStore.Delete(context.Db, subject.Key.Id);
        context.PolicyChanged(subject.User.Guid);
        return subject.Show(context.Now);
    }
}
