using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>A tag that is changed or removed, decided on every account that carries it.</summary>
internal sealed record TagSubject(TagRow Tag, IReadOnlyList<AccountRow> Accounts) : ISubject
{
    public string? Kind => "tag";

    public string? Id => Tag.Id;

    public string? Name => Tag.Name;

    public Target[] Targets => [Target.None, .. Accounts.Select(account => account.Target)];
}
