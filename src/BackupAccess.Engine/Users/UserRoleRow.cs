
namespace BackupAccess.Engine.Users;

/// <summary>A role assigned to a user.</summary>
internal sealed record UserRoleRow(string UserId, string Role, long? Until);
