using BackupAccess.Engine.Mail;

namespace BackupAccess.PowerShell.Settings;

/// <summary>The port that goes with each way to encrypt (RFC 6409, RFC 8314, RFC 5321).</summary>
internal static class MailPort
{
    public static int Of(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => 587,
        MailSecurity.Tls => 465,
        _ => 25,
    };
}
