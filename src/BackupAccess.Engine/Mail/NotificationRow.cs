namespace BackupAccess.Engine.Mail;

/// <summary>A row of the notification table.</summary>
internal sealed record NotificationRow(string Id, string AccountId, string Recipient, string Subject, string Body, long CreatedAt, long Attempts);
