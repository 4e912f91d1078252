using System.Text.Json.Serialization;

namespace BackupAccess.Engine.Sources.Databases;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostgreSqlDatabase[]))]
[JsonSerializable(typeof(PostgreSqlDatabase))]
[JsonSerializable(typeof(PostgreSqlRole[]))]
[JsonSerializable(typeof(PostgreSqlRoleSet))]
[JsonSerializable(typeof(MariaDbDatabase))]
[JsonSerializable(typeof(MariaDbUser))]
[JsonSerializable(typeof(MariaDbUserSet))]
[JsonSerializable(typeof(MariaDbGrantRow))]
internal sealed partial class DatabaseJson : JsonSerializerContext;
