using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Commands;

/// <summary>The names of the commands that a state folder's list has, for whoever can read that file.</summary>
public static class CommandNames
{
    /// <param name="folder">The state folder.</param>
    /// <param name="purpose">What the commands may be run for.</param>
    /// <exception cref="StateException">The list can't be read, or others could have changed it.</exception>
    public static IReadOnlyList<string> Of(string folder, CommandPurpose purpose) => CommandList.NamesFor(folder, purpose);
}
