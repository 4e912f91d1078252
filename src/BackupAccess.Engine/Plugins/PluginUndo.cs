namespace BackupAccess.Engine.Plugins;

/// <summary>A row of what plug-ins have begun and is to be ended.</summary>
/// <param name="Operation">The one that ends it.</param>
/// <param name="Document">What the plug-in is told.</param>
/// <param name="State">As JSON, what the operation that began it has handed on; null for nothing, and where it was cut off.</param>
/// <param name="DueAt">When it is tried, or tried again.</param>
internal sealed record PluginUndo(string Id, string AccountId, long Sequence, string Plugin, string Operation, string Document, string? State, long Attempts, long DueAt);
