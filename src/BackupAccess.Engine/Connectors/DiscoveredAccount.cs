using BackupAccess.Engine.Accounts;

namespace BackupAccess.Engine.Connectors;

/// <summary>An account as found on its connector, or a candidate that isn't one.</summary>
/// <param name="Identity">What its home is; null where it was left out.</param>
/// <param name="LeftOut">Why it isn't an account; null where it is.</param>
internal sealed record DiscoveredAccount(string Name, string Home, HomeIdentity? Identity, string? LeftOut);
