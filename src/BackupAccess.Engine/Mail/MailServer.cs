namespace BackupAccess.Engine.Mail;

/// <summary>The server that notifications go out by.</summary>
public sealed record MailServer
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required MailSecurity Security { get; init; }

    /// <summary>The address that notifications come from.</summary>
    public required string From { get; init; }

    /// <summary>Whom it is signed in to as; null where it takes mail from anybody here.</summary>
    public required string? UserName { get; init; }

    /// <summary>Notifications that are still to be sent.</summary>
    public required long Waiting { get; init; }

    public override string ToString() => $"{Host}:{Port}";
}
