using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sessions;

/// <summary>Why somebody isn't let in.</summary>
/// <param name="Told">What the caller is told.</param>
/// <param name="Reason">What the audit log is told.</param>
internal sealed record SignInRefusal(EngineException Told, string Reason);
