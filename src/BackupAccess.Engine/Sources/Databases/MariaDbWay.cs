using System.Text.Json.Serialization;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A way for a MariaDB user to sign in; without a plug-in it stands for the user's first.</summary>
internal sealed record MariaDbWay(string? Plugin, [property: JsonPropertyName("authentication_string")] string? Authentication)
{
    public const string Socket = "unix_socket";

    /// <summary>Whether it lets a user of the system in without a password.</summary>
    public bool IsOf(string systemUser, string user) => Plugin == Socket && (string.IsNullOrEmpty(Authentication) ? user : Authentication) == systemUser;
}
