using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>What a legal hold refuses.</summary>
internal static class BackupHold
{
    public static ConflictException Standing(BackupSubject subject) =>
        new ConflictException("LegalHold", $"The backup \"{subject.Id}\" of \"{subject.Name}\" is under a legal hold, by \"{subject.Backup.HeldBy}\".");
}
