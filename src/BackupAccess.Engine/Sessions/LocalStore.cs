using BackupAccess.Engine.Clock;

namespace BackupAccess.Engine.Sessions;

/// <summary>A state folder on this machine, and the face that opens it.</summary>
/// <param name="Path">The folder, absolute.</param>
/// <param name="Channel">The face, for the audit log: <c>PowerShell</c>, <c>CommandLine</c>.</param>
/// <param name="Time">The clock.</param>
/// <param name="Boot">The clock that nobody sets, to judge it by.</param>
public sealed record LocalStore(string Path, string Channel, TimeProvider Time, IBootClock Boot)
{
    /// <summary>From where the callers come: this process, unless a server says whose request it serves.</summary>
    public string Address { get; init; } = "local";

    /// <summary>For a state that is to be made: the commands that its key is kept by; null for a key file.</summary>
    public KeyCommandNames? KeyCommand { get; init; }
}
