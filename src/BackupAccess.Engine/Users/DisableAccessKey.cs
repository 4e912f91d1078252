using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Disables an access key: the next act with it is refused.</summary>
public sealed record DisableAccessKey(AccessKeyReference AccessKey) : IOperation<AccessKey>;

internal sealed class DisableAccessKeyHandler : ChangeHandler<DisableAccessKey, AccessKeySubject, AccessKey>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override bool MayEndAdministrators => true;

    public override AccessKeySubject Resolve(DisableAccessKey request, OperationContext context) => AccessKeySubject.Find(context, request.AccessKey);

    public override AccessKey Handle(DisableAccessKey request, AccessKeySubject subject, OperationContext context)
    {
        UserRules.RequireGiving(context, subject.User);
        AccessKeyStore.SetEnabled(context.Db, subject.Key.Id, enabled: false);
        context.PolicyChanged(subject.User.Guid);
        return AccessKeySubject.Find(context, request.AccessKey).Show(context.Now);
    }
}
