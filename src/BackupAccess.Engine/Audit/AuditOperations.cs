using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Expiry;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Audit;

/// <summary>What stands as the operation of an audit event: those that can be asked for, and acts that are none of them, as signing in.</summary>
public static class AuditOperations
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OperationCatalogue.Handlers.Select(handler => handler.Name)
            .Append(SignInGate.Operation)
            .Append(ApprovalDesk.RequestOperation)
            .Append(ApprovalGate.UseOperation)
            .Append(AccountRecords.Operation)
            .Append(DownloadExpiry.Operation)
            .Append(TaskQueue.QueueOperation)
            .Append(PluginUndoing.Operation)
            .Append(AuditOpening.Operation)
            .Append(HeadExport.Operation)
            .Append(VolumeSnapshotBracket.Operation)
            .Append(SnapshotRemoval.Operation)
            .Concat(Endings.All.Select(ending => ending.Operation))
            .Concat(AuditDiscrepancy.Kinds.Select(kind => AuditDiscrepancy.Operation + kind))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether an event can be of an operation of that name, in any case.</summary>
    public static bool Contains(string name) => All.Contains(name, StringComparer.OrdinalIgnoreCase);
}
