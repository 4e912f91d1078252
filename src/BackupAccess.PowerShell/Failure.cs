using System.Management.Automation;

namespace BackupAccess.PowerShell;

/// <summary>How one error id is shown: PowerShell's category for it, and what to do about it.</summary>
internal sealed record Failure(ErrorCategory Category, string Advice);
