namespace BackupAccess.Engine.Connectors;

/// <summary>
/// Where a kind of connector finds its accounts. Read anew at each discovery, in no order; a candidate that isn't an
/// account is returned with the reason.
/// </summary>
internal interface IAccountSource
{
    /// <exception cref="Operations.BackupFailedException">The source itself can't be read; then nothing is known of any account.</exception>
    IEnumerable<DiscoveredAccount> Discover();
}
