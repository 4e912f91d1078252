using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Schedules.Recurrences;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Operations;

/// <summary>What the handlers share: the state folder, the clock, and this process's edges to the system.</summary>
internal sealed record EngineServices(StateFolder Folder, TimeProvider Time, IBootClock Boot)
{
    public StateDatabase Database => Folder.Database;

    /// <summary>Where notifications are sent from.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>What ends what plug-ins have begun for work that is no more.</summary>
    public UndoQueue Undoing { get; } = new();

    /// <summary>What removes the snapshots that backups have left.</summary>
    public SnapshotSweep Snapshots { get; } = new();

    /// <summary>How much of storage controllers is waited for and read.</summary>
    public ControllerLimits Controllers { get; init; } = new();

    /// <summary>The time zones that schedules go by.</summary>
    public Zones Zones { get; } = new();

    /// <summary>How long work waits for an account that another process works on.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What takes the records of the storage at a path.</summary>
    public Func<string, IRecordWriter> RecordsAt { get; init; } = static path => new RecordFolder(path);
}
