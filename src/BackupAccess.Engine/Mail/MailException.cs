namespace BackupAccess.Engine.Mail;

/// <summary>The mail server can't be reached, or refused.</summary>
internal sealed class MailException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Whether it refused this message and takes others.</summary>
    public bool IsOfMessage { get; init; }
}
