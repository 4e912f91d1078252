namespace BackupAccess.Engine.Connectors;

/// <summary>What a discovery found of one account, or why it left a candidate out.</summary>
/// <param name="Account">As <c>web01/alice</c>.</param>
/// <param name="AccountId">The account's UUID; null for what was left out.</param>
/// <param name="Reason">Why it was left out, or what changed; null otherwise.</param>
public sealed record SynchronizeResult(string Connector, string Account, Guid? AccountId, DiscoveryOutcome Outcome, string? Reason);
