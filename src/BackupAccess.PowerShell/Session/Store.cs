
namespace BackupAccess.PowerShell.Session;

/// <summary>A state folder just made.</summary>
/// <param name="Path">The folder, absolute.</param>
/// <param name="Administrator">The first user, who holds the role Administrator.</param>
/// <param name="Principal">Whom the runspace is connected as: <c>local:NAME</c>.</param>
public sealed record Store(string Path, string Administrator, string Principal);
