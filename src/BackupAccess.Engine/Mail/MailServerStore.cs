using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Mail;

/// <summary>The mail server's SQL.</summary>
internal static class MailServerStore
{
    private const string Name = "default";

    /// <summary>What its password is sealed for.</summary>
    public static string PurposeOf(string name) => $"mail server {name}";

    public static string Purpose => PurposeOf(Name);

    public static MailServerRow? Find(StateConnection db) => db.QueryFirst<MailServerRow>(
        """
        SELECT host AS Host, port AS Port, security AS Security, sender AS Sender, user_name AS UserName, sealed_password AS SealedPassword
        FROM mail_server WHERE name = @Name
        """,
        new { Name });

    public static void Write(StateConnection db, MailServerRow server) => db.Execute(
        """
        INSERT INTO mail_server (name, host, port, security, sender, user_name, sealed_password)
        VALUES (@Name, @Host, @Port, @Security, @Sender, @UserName, @SealedPassword)
        ON CONFLICT (name) DO UPDATE SET host = excluded.host, port = excluded.port, security = excluded.security, sender = excluded.sender,
            user_name = excluded.user_name, sealed_password = excluded.sealed_password
        """,
        new { Name, server.Host, server.Port, server.Security, server.Sender, server.UserName, server.SealedPassword });

    public static int Remove(StateConnection db) => db.Execute("DELETE FROM mail_server WHERE name = @Name", new { Name });
}
