namespace BackupAccess.Engine.Backups;

/// <summary>Names a backup by its id (or the first eight or more digits of it), or by the backup itself.</summary>
public sealed record BackupReference
{
    private readonly string? _description;

    public BackupReference(string backup) => Text = backup ?? throw new ArgumentNullException(nameof(backup));

    public BackupReference(Guid backup) => (Text, Id) = (backup.ToString(), backup);

    public BackupReference(Backup backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        (Text, Id, _description) = (backup.Id.ToString(), backup.Id, backup.ToString());
    }

    public string Text { get; }

    /// <summary>The id, where it or an object was given.</summary>
    public Guid? Id { get; }

    /// <summary>The backup in words where an object was given, else what was typed.</summary>
    public override string ToString() => _description ?? Text;
}
