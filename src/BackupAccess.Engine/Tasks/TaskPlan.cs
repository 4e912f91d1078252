using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Configurations;

namespace BackupAccess.Engine.Tasks;

/// <summary>How a piece of work stands in the queue.</summary>
/// <param name="Account">Whose priority it has.</param>
internal sealed record TaskPlan(TaskKind Kind, AccountRow Account)
{
    public TaskLane Lane => Kind == TaskKind.Backup ? TaskLane.Backup : TaskLane.Restore;

    /// <summary>The configuration by which it is done; null for none.</summary>
    public ConfigurationRow? Configuration { get; init; }

    /// <summary>Whether it takes the account's lease, so that no other such task of the account runs meanwhile.</summary>
    public bool NeedsAccount { get; init; } = true;

    /// <summary>Whether an attempt that was cut off anywhere can be followed by another.</summary>
    public bool MayRepeat { get; init; } = true;
}
