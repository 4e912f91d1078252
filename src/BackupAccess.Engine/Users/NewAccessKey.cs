using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>A key just made: the only time its secret is seen.</summary>
public sealed record NewAccessKey(string AccessKeyId, Secret SecretAccessKey, string User, DateTimeOffset? Until);
