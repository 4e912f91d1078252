namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>How an account of this server was before it was suspended.</summary>
/// <param name="Expiry">The day on which it would have expired, counted from 1970 as shadow(5) has it; empty for none.</param>
/// <param name="IsLocked">Whether its password was locked for the suspension.</param>
internal sealed record Suspension(string Expiry, bool IsLocked);
