namespace BackupAccess.Engine.Connectors;

/// <summary>A grant with its connector's number.</summary>
internal sealed record GrantRow(string UserId, string ConnectorId, long ConnectorNumber, long? Until, string GrantedBy, long GrantedAt);
