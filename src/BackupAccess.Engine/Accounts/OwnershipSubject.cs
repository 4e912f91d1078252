using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Accounts;

/// <summary>An account and the user who is to own it; no user for nobody.</summary>
internal sealed record OwnershipSubject(AccountRow Account, UserRow? Owner) : ISubject
{
    public string Kind => "account";

    public string Id => Account.Id;

    public string Name => Account.Path;

    public Target[] Targets => Owner is null ? [Account.Target] : [Account.Target, Owner.Target];
}
