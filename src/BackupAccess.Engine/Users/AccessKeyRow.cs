namespace BackupAccess.Engine.Users;

/// <summary>A row of the access-key table.</summary>
internal sealed record AccessKeyRow(
    string Id,
    string UserId,
    byte[] SecretHash,
    long Enabled,
    long? Until,
    long CreatedAt,
    long? LastUsedAt,
    string? LastUsedFrom,
    string? LastUsedOperation)
{
    public bool IsEnabled => Enabled != 0;
}
