using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sessions;

/// <summary>The commands of the list that a state's key comes from and goes to.</summary>
/// <param name="Get">Its standard output is the key.</param>
/// <param name="Put">Takes another key on its standard input; null where the key can't be changed from here.</param>
public sealed record KeyCommandNames(string Get, string? Put)
{
    /// <exception cref="InvalidRequestException">A name isn't one.</exception>
    internal void Validate()
    {
        Names.RequireValid("command", Get);
        if (Put is not null)
        {
            Names.RequireValid("command", Put);
        }
    }
}
