using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>Makes an access key for a user, two at most. Its secret is in the result and nowhere else.</summary>
public sealed record CreateAccessKey(UserReference User, DateTimeOffset? Until) : IOperation<NewAccessKey>;

internal sealed class CreateAccessKeyHandler : ChangeHandler<CreateAccessKey, UserRow, NewAccessKey>
{
    private const int MaxKeys = 2;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UserRow Resolve(CreateAccessKey request, OperationContext context) => UserLookup.Find(context, request.User);

    public override ISubject About(UserRow user, NewAccessKey result) => new NoSubject("access key", result.AccessKeyId)
    {
        Id = result.AccessKeyId,
        Others = [new AuditedObject("user", user.Id, user.Name)],
    };

    public override NewAccessKey Handle(CreateAccessKey request, UserRow user, OperationContext context)
    {
        UserRules.RequireGiving(context, user);
        UserRules.RequireFuture(context, request.Until);
        long? until = OwnKeys.EndOf(context, user, request.Until);
        if (AccessKeyStore.OfUser(context.Db, user.Guid).Count >= MaxKeys)
        {
            throw new ConflictException("QuotaExceeded", $"\"{user.Name}\" has {MaxKeys} access keys already.");
        }

        Secret secret = AccessKeySecret.NewSecret();
        string id = AccessKeySecret.NewId();
        AccessKeyStore.Insert(context.Db, new AccessKeyRow(
            id, user.Id, AccessKeySecret.Hash(secret), Enabled: 1, until, context.Now, null, null, null));
        context.PolicyChanged(user.Guid);
        return new NewAccessKey(id, secret, user.Name, until.ToTime());
    }
}
