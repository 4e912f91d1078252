using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Conditions;

/// <summary>A condition that is made, changed or removed: decided on every account, since it binds the restores of all of them.</summary>
/// <param name="ConditionName">Its name.</param>
/// <param name="Condition">Null for one that is to be made.</param>
/// <param name="Accounts">All live accounts.</param>
internal sealed record RestoreConditionSubject(string ConditionName, RestoreConditionRow? Condition, IReadOnlyList<AccountRow> Accounts) : ISubject
{
    public string? Kind => "restoreCondition";

    public string? Id => Condition?.Id;

    public string? Name => ConditionName;

    public Target[] Targets => [Target.None, .. Accounts.Select(account => account.Target)];
}
