using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>The SQL of what connectors are the folders of; it is read with the connectors themselves.</summary>
internal static class ConnectorVolumeStore
{
    public static void Write(StateConnection db, Guid connector, ConnectorVolume volume) => db.Execute(
        """
        INSERT INTO connector_volume (connector_id, controller, volume, keep_snapshots) VALUES (@connector, @Controller, @Volume, @KeepSnapshots)
        ON CONFLICT (connector_id) DO UPDATE SET controller = excluded.controller, volume = excluded.volume, keep_snapshots = excluded.keep_snapshots
        """,
        new { connector = connector.ToString(), volume.Controller, volume.Volume, volume.KeepSnapshots });

    /// <summary>The volume of a connector of kind Ontap.</summary>
    /// <exception cref="Operations.BackupFailedException">It names none: it came back with its accounts, whose records tell of none.</exception>
    public static ConnectorVolume Require(ConnectorRow connector) => connector.Volume
        ?? throw new Operations.BackupFailedException("ControllerFailed", $"The connector \"{connector.Name}\" names no storage controller and volume.");
}
