namespace BackupAccess.Engine.Mail;

/// <summary>How a connection to a mail server is kept from others.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted after the greeting (RFC 3207), or not at all used.</summary>
    StartTls,

    /// <summary>Encrypted from the beginning (RFC 8314).</summary>
    Tls,

    /// <summary>Not encrypted; nobody signs in over such a one.</summary>
    None,
}
