using System.Text.Json.Serialization;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A way for a MariaDB user to sign in; without a plug-in it stands for the user's first.</summary>
internal sealed record MariaDbWay(string? Plugin, [property: JsonPropertyName("authentication_string")] string? Authentication);
