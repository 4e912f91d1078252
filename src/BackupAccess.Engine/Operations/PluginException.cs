namespace BackupAccess.Engine.Operations;

/// <summary><c>PluginFailed</c>: a plug-in couldn't be run, took too long, answered with what is no answer, or said that it failed.</summary>
public sealed class PluginException(string message, Exception? inner = null) : EngineException("PluginFailed", message, inner);
