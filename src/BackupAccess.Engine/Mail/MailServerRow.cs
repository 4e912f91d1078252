namespace BackupAccess.Engine.Mail;

/// <summary>A row of the mail_server table.</summary>
internal sealed record MailServerRow(string Host, long Port, string Security, string Sender, string? UserName, byte[]? SealedPassword)
{
    public MailServer Show(long waiting) => new()
    {
        Host = Host,
        Port = (int)Port,
        Security = Enum.Parse<MailSecurity>(Security),
        From = Sender,
        UserName = UserName,
        Waiting = waiting,
    };
}
