using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>An access key with its user, on whom access to it is decided.</summary>
internal sealed record AccessKeySubject(AccessKeyRow Key, UserRow User) : ISubject
{
    public string Kind => "access key";

    public string Id => Key.Id;

    public string Name => Key.Id;

    public IReadOnlyList<AuditedObject> Others => [new("user", User.Id, User.Name)];

    public Target[] Targets => [User.Target];

    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static AccessKeySubject Find(OperationContext context, AccessKeyReference reference)
    {
        AccessKeyRow? key = AccessKeyStore.Find(context.Db, reference.Text);
        UserRow? user = key is null ? null : UserStore.Find(context.Db, Guid.Parse(key.UserId));
        return user is not null && context.MayKnow<ListAccessKeys>(user.Target)
            ? new AccessKeySubject(key!, user)
            : throw new NotFoundException("access key", Operations.Names.Printable(reference.Text)) { IsHidden = user is not null };
    }

    public AccessKey Show(long now) => new()
    {
        AccessKeyId = Key.Id,
        User = User.Name,
        Enabled = Key.IsEnabled,
        Created = Key.CreatedAt.ToTime(),
        Age = now.ToTime() - Key.CreatedAt.ToTime(),
        Until = Key.Until.ToTime(),
        LastUsed = Key.LastUsedAt.ToTime(),
        LastUsedFrom = Key.LastUsedFrom,
        LastUsedOperation = Key.LastUsedOperation,
    };
}
