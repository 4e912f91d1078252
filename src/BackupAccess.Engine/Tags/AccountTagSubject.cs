using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>An account that a tag is put on or taken off, decided on the account.</summary>
internal sealed record AccountTagSubject(AccountRow Account, TagRow Tag) : ISubject
{
    public string? Kind => "account";

    public string? Id => Account.Id;

    public string? Name => Account.Path;

    public IReadOnlyList<AuditedObject> Others => [new AuditedObject("tag", Tag.Id, Tag.Name)];

    public Target[] Targets => [Account.Target];

    /// <exception cref="NotFoundException">There is no such account or tag, or none that the caller may know of.</exception>
    public static AccountTagSubject Find(OperationContext context, AccountReference account, string tag) =>
        new(AccountLookup.Find(context, account), TagLookup.Find(context, tag));
}
