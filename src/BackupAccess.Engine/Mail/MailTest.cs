namespace BackupAccess.Engine.Mail;

/// <summary>Whether a message could be handed to the mail server.</summary>
public sealed record MailTest
{
    public required string Host { get; init; }

    public required string To { get; init; }

    public required bool Passed { get; init; }

    /// <summary>What failed; null for nothing.</summary>
    public required string? Problem { get; init; }
}
