using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Enables an access key.</summary>
public sealed record EnableAccessKey(AccessKeyReference AccessKey) : IOperation<AccessKey>;

internal sealed class EnableAccessKeyHandler : ChangeHandler<EnableAccessKey, AccessKeySubject, AccessKey>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override AccessKeySubject Resolve(EnableAccessKey request, OperationContext context) => AccessKeySubject.Find(context, request.AccessKey);

    public override AccessKey Handle(EnableAccessKey request, AccessKeySubject subject, OperationContext context)
    {
        UserRules.RequireGiving(context, subject.User);
        AccessKeyStore.SetEnabled(context.Db, subject.Key.Id, enabled: true);
        context.PolicyChanged(subject.User.Guid);
        return AccessKeySubject.Find(context, request.AccessKey).Show(context.Now);
    }
}
