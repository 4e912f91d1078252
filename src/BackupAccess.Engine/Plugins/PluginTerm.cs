namespace BackupAccess.Engine.Plugins;

/// <summary>An operation of a plug-in, as its entry allows it.</summary>
/// <param name="Name">As the plug-in is told it.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="Undo">Of one of its own: what undoes it where it fails or takes too long; null for nothing.</param>
internal sealed record PluginTerm(string Name, TimeSpan Timeout, string? Undo);
