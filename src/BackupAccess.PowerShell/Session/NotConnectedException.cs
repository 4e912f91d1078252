using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Session;

/// <summary>A cmdlet needs a session, and there is none.</summary>
public sealed class NotConnectedException(string message) : EngineException("NotConnected", message);
