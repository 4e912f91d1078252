namespace BackupAccess.Engine.Profiles;

/// <summary>A row of the table of profiles assigned to users.</summary>
internal sealed record ProfileGrantRow(string UserId, string ProfileId, long ProfileNumber, long? Until, string GrantedBy, long GrantedAt);
