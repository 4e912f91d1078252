using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Accounts;

/// <summary>An account and the user who is to own it; no user for nobody.</summary>
internal sealed record OwnershipSubject(AccountRow Account, UserRow? Owner) : ISubject
{
    public string Kind => "account";

    public string Id => Account.Id;

    public string Name => Account.Path;

    /// <summary>Who owned it, and who is to.</summary>
    public IReadOnlyList<AuditedObject> Others =>
    [
        .. Account.OwnerId is null ? [] : (AuditedObject[])[new("user", Account.OwnerId, Account.Owner)],
        .. Owner is null ? [] : (AuditedObject[])[new("user", Owner.Id, Owner.Name)],
    ];

    public Target[] Targets => Owner is null ? [Account.Target] : [Account.Target, Owner.Target];
}
