using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Priorities;

/// <summary>
/// What a piece of work's place in the queue goes by: the account's own group, else of its tags' groups the lowest
/// number, else the default group. Restores stand behind that by the type of the account.
/// </summary>
internal static class EffectivePriority
{
    public static int Of(TaskKind kind, AccountType type, PriorityGroupRow? own, IEnumerable<PriorityGroupRow> tagged, PriorityGroupRow standard)
    {
        int number = own?.Of(kind) ?? tagged.Min(group => (int?)group.Of(kind)) ?? standard.Of(kind);
        return kind == TaskKind.Restore ? number + OfType(type) : number;
    }

    private static int OfType(AccountType type) => type switch
    {
        AccountType.Administrator => 1_000,
        AccountType.Reseller => 10_000,
        _ => 100_000,
    };
}
