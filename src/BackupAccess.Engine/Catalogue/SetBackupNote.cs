using BackupAccess.Engine.Access;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Catalogue;

/// <summary>Writes a note about a backup into the catalogue, in place of the one before; an empty one for none.</summary>
public sealed record SetBackupNote(BackupReference Backup, string Note) : IOperation<Backup>;

internal sealed class SetBackupNoteHandler : ChangeHandler<SetBackupNote, BackupSubject, Backup>
{
    private const int MaxNote = 500;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Backup];

    public override void Validate(SetBackupNote request)
    {
        if (request.Note.Length > MaxNote || !Names.IsPrintable(request.Note))
        {
            throw new InvalidRequestException("InvalidValue", $"A note has at most {MaxNote} printable characters on one line.");
        }
    }

    public override BackupSubject Resolve(SetBackupNote request, OperationContext context) => BackupLookup.Find(context, request.Backup);

    public override string? ReasonOf(SetBackupNote request) => request.Note.Length == 0 ? "none" : request.Note;

    public override Backup Handle(SetBackupNote request, BackupSubject subject, OperationContext context)
    {
        BackupRow noted = subject.Backup with { Note = request.Note.Length == 0 ? null : request.Note };
        BackupStore.SetNote(context.Db, noted);
        return noted.Show(subject.Account, context.TrustedNow);
    }
}
