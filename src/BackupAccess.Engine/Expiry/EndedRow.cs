using Dapper;

namespace BackupAccess.Engine.Expiry;

/// <summary>Something that has ended.</summary>
// SQLite gives a computed column no type until there is a row; naming the constructor spares Dapper the comparison.
[method: ExplicitConstructor]
internal sealed record EndedRow(string Id, string Name, string Told, long Until, string? UserId, string? UserName, string? OtherId, string? OtherName);
