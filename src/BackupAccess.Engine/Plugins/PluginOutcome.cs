namespace BackupAccess.Engine.Plugins;

/// <summary>What became of the work that a plug-in stands around.</summary>
internal enum PluginOutcome
{
    Succeeded,
    Failed,

    /// <summary>Its process ended before it did.</summary>
    Interrupted,
}
