namespace BackupAccess.Engine.Plugins;

/// <summary>An operation that begins something, and the one that ends it.</summary>
internal readonly record struct PluginPair(string Begin, string End);
