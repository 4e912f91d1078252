using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests;

/// <summary>Tasks as tests write them into the state.</summary>
internal static class TestTasks
{
    /// <summary>A holder of leases in a process that has ended.</summary>
    public static string GoneHolder(TimeProvider time)
    {
        string[] parts = LeaseHolder.New(time).Split(':');
        parts[2] = "1";
        return string.Join(':', parts);
    }

    /// <summary>A queued task that any worker takes, as the local principal.</summary>
    public static TaskRow Row(AccountRow account, TaskKind kind) => new(
        Guid.CreateVersion7().ToString(),
        Sequence: 1,
        kind.ToString(),
        (kind == TaskKind.Backup ? TaskLane.Backup : TaskLane.Restore).ToString(),
        "backupAccount",
        $$$"""{"request":{"account":"{{{account.Id}}}","items":[]}}""",
        account.Id,
        account.Path,
        RequesterId: null,
        "local:somebody",
        Approvals: "[]",
        NeedsAccount: kind is TaskKind.Backup or TaskKind.Restore ? 1 : 0,
        Repeatable: 1,
        IsDirect: 0,
        ProductId: Guid.CreateVersion7().ToString(),
        Priority: 50,
        nameof(TaskState.Queued),
        QueuedAt: 0,
        StartedAt: null,
        EndedAt: null,
        Attempts: 0,
        Begun: 0,
        Holder: null,
        ExpiresAt: 0,
        Renewals: 0,
        StoppedBy: null,
        Progress: null,
        Message: null,
        ErrorId: null,
        Result: null);
}
